package sluice.extract.objects;

import org.jspecify.annotations.Nullable;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.Handover;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells what passes by itself from what somebody must mend. */
final class S3Failures {

  private S3Failures() {}

  static RuntimeException of(SdkException e, Handover handover, String doing) {
    String what = "%s in %s failed: %s".formatted(doing, handover.uri(), message(e));
    if (e instanceof AwsServiceException refused && mended(refused)) {
      return new RejectedException(what + " " + remedy(refused, handover), e);
    }
    if (String.valueOf(e.getMessage()).startsWith("Unable to load credentials")) {
      return new RejectedException(
          what
              + " Write role into the source's file, or put AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY into the function's environment.",
          e);
    }
    return new UnavailableException(what + " It will be tried again.", e);
  }

  /** Throttling and expired tokens come as 400 and 403 too, and pass. */
  private static boolean mended(AwsServiceException e) {
    return e.statusCode() >= 300
        && e.statusCode() < 500
        && !e.isThrottlingException()
        && !e.isClockSkewException()
        && !code(e).startsWith("Expired")
        && !code(e).equals("RequestTimeout");
  }

  private static String remedy(AwsServiceException e, Handover handover) {
    return switch (code(e)) {
      case "NoSuchBucket" -> "Correct bucket in the source's file.";
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "Correct region in the source's file: the bucket lies in another one than %s."
              .formatted(handover.region());
      case "InvalidObjectState" ->
          "The object lies in an archive: ask its owner to restore it, or exclude it.";
      default ->
          "Ask the bucket's owner to allow s3:ListBucket and s3:GetObject%s."
              .formatted(handover.role().map(role -> " to " + role).orElse(""));
    };
  }

  private static String code(AwsServiceException e) {
    @Nullable AwsErrorDetails details = e.awsErrorDetails();
    @Nullable String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  private static String message(SdkException e) {
    if (e instanceof AwsServiceException refused) {
      @Nullable AwsErrorDetails details = refused.awsErrorDetails();
      return "%d %s".formatted(refused.statusCode(), details == null ? "" : code(refused)).strip()
          + ".";
    }
    return String.valueOf(e.getMessage()).strip();
  }
}
