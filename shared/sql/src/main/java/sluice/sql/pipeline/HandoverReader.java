package sluice.sql.pipeline;

import static sluice.RejectedException.require;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.plan.Handover;
import sluice.plan.Handover.Payer;

/** Reads where somebody hands objects over, and which of them a table takes. */
final class HandoverReader {
  private static final Pattern BUCKET =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/.*)?");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");

  private static final String BUCKET_REMEDY = "Write it like s3://payments-handover/export/.";
  private static final String GLOBS = "Write patterns of keys, like payments/**/*.csv.gz.";

  private HandoverReader() {}

  /** What a source's tables have in common; empty where a problem hides it. */
  static Optional<Handover> source(Settings settings) {
    Optional<String> address = settings.required("bucket", HandoverReader::bucket, BUCKET_REMEDY);
    Optional<String> region =
        settings.required(
            "region", HandoverReader::region, "Write where the bucket lies, like ap-northeast-1.");
    Optional<String> role =
        settings.value(
            "role", HandoverReader::role, "Write the ARN of a role in the owner's account.");
    Optional<String> externalId =
        settings.value("external_id", Readings::text, "Write what the role's owner asks for.");
    Payer payer =
        settings
            .value("payer", Readings.oneOf(Payer.class), "Write owner or requester.")
            .orElse(Payer.OWNER);
    if (externalId.isPresent() && settings.find("role").isEmpty()) {
      settings.refuse("external_id", "is for a role", "Write role, or remove it.");
    }
    if (address.isEmpty() || region.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = BUCKET.matcher(address.get());
    require(parts.matches(), "is '%s'".formatted(address.get()), BUCKET_REMEDY);
    String prefix = Optional.ofNullable(parts.group(2)).orElse("/").substring(1);
    return Optional.of(
        new Handover(
            parts.group(1),
            prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
            region.get(),
            role,
            externalId,
            payer,
            List.of(),
            List.of(),
            Optional.empty()));
  }

  /** What a table takes. */
  static Handover table(Handover source, Settings settings) {
    return source.taking(
        globs("include", settings),
        globs("exclude", settings),
        settings.value(
            "marker", HandoverReader::marker, "Write the name of an object, like _SUCCESS."));
  }

  private static List<String> globs(String key, Settings settings) {
    return settings.list(key, HandoverReader::glob, GLOBS).stream().map(Located::value).toList();
  }

  private static String bucket(String text) {
    require(BUCKET.matcher(text).matches(), "is '%s'".formatted(text), BUCKET_REMEDY);
    return text;
  }

  private static String region(String text) {
    require(
        REGION.matcher(text).matches(),
        "is '%s'".formatted(text),
        "Write a region of AWS, like ap-northeast-1.");
    return text;
  }

  private static String role(String text) {
    require(
        ROLE.matcher(text).matches(),
        "is '%s'".formatted(text),
        "Write an ARN, like arn:aws:iam::123456789012:role/handover.");
    return text;
  }

  private static String glob(String text) {
    require(
        !text.isBlank() && !text.startsWith("/"),
        "holds '%s'".formatted(text),
        "Write a pattern of keys below the bucket's prefix, like payments/**/*.csv.gz.");
    return text;
  }

  private static String marker(String text) {
    require(
        !text.isBlank() && text.indexOf('/') < 0,
        "is '%s'".formatted(text),
        "Write a name without a folder, like _SUCCESS.");
    return text;
  }
}
