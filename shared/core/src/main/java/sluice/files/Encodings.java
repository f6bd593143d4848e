package sluice.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import sluice.plan.Format;

/** In which encodings landed files come, and load jobs read them. */
public final class Encodings {

  /** What a CSV load job decodes, by its documentation; of JSON it decodes only UTF-8. */
  private static final Set<Charset> DECODED_BY_BIGQUERY =
      Set.of(
          StandardCharsets.UTF_8,
          StandardCharsets.ISO_8859_1,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_16LE,
          Charset.forName("UTF-32BE"),
          Charset.forName("UTF-32LE"));

  private Encodings() {}

  /** The encoding in which files of a format land. */
  public static Charset ofFiles(Format format) {
    if (format instanceof Format.Csv csv) {
      return csv.text().charset();
    }
    return format instanceof Format.Ndjson ndjson
        ? ndjson.text().charset()
        : StandardCharsets.UTF_8;
  }

  /** The encoding in which a load job reads them: the files' own, or UTF-8, written anew. */
  public static Charset ofLoads(Format format) {
    Charset own = ofFiles(format);
    return format instanceof Format.Csv && DECODED_BY_BIGQUERY.contains(own)
        ? own
        : StandardCharsets.UTF_8;
  }

  /** Whether a load job reads files in the encoding in which they land. */
  public static boolean areLoaded(Format format) {
    return ofFiles(format).equals(ofLoads(format));
  }
}
