package sluice.local.bigquery.load;

import com.google.gson.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;

/**
 * How a CSV file is written.
 *
 * @param quote empty when nothing is quoted
 */
record CsvOptions(
    char delimiter,
    Optional<Character> quote,
    long skipLeadingRows,
    String nullMarker,
    boolean quotedNewlines,
    boolean jaggedRows,
    boolean ignoreUnknownValues,
    boolean controlCharacters,
    Charset charset) {

  static CsvOptions of(JsonObject load) {
    return new CsvOptions(
        delimiter(Json.text(load, "fieldDelimiter").orElse(",")),
        quote(Json.text(load, "quote").orElse("\"")),
        Json.number(load, "skipLeadingRows").orElse(0L),
        Json.text(load, "nullMarker").orElse(""),
        Json.flag(load, "allowQuotedNewlines"),
        Json.flag(load, "allowJaggedRows"),
        Json.flag(load, "ignoreUnknownValues"),
        Json.flag(load, "preserveAsciiControlCharacters"),
        charset(Json.text(load, "encoding").orElse("UTF-8")));
  }

  private static char delimiter(String text) {
    return switch (text) {
      case "\\t", "tab", "\t" -> '\t';
      case "" -> ',';
      default -> {
        if (text.length() > 1) {
          throw Refusal.invalid("Invalid field delimiter: \"" + text + "\". Give one character.");
        }
        yield text.charAt(0);
      }
    };
  }

  private static Optional<Character> quote(String text) {
    if (text.length() > 1) {
      throw Refusal.invalid("Invalid quote: \"" + text + "\". Give one character, or none.");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.charAt(0));
  }

  private static Charset charset(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "UTF-8", "UTF8", "" -> StandardCharsets.UTF_8;
      case "ISO-8859-1" -> StandardCharsets.ISO_8859_1;
      case "UTF-16BE" -> StandardCharsets.UTF_16BE;
      case "UTF-16LE" -> StandardCharsets.UTF_16LE;
      case "UTF-32BE" -> Charset.forName("UTF-32BE");
      case "UTF-32LE" -> Charset.forName("UTF-32LE");
      default ->
          throw Refusal.invalid("Invalid value for encoding: " + name + " is not a valid value");
    };
  }
}
