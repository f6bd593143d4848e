package sluice.extract.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import sluice.avro.AvroBuffer;

/**
 * Decodes JSON. Databases keep numbers of any size; a document with one beyond FLOAT64 would fail
 * BigQuery's whole load job, so it becomes NULL and is counted.
 */
public final class JsonDecoder implements Decoder {
  /** 1.8e308 is the largest double; a number of fewer digits always fits. */
  private static final int LARGEST_EXPONENT = 308;

  private final int prefix;

  /**
   * @param prefix the bytes before the text: one for PostgreSQL's jsonb, its version
   */
  public JsonDecoder(int prefix) {
    this.prefix = prefix;
  }

  @Override
  public boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    int start = at + prefix;
    int end = at + length;
    if (!numbersFit(in, start, end)) {
      return losses.count(Loss.NUMBER_TOO_LARGE);
    }
    out.writeBytes(in, start, end - start);
    return true;
  }

  /** jsonb writes no exponents, so a short document of it cannot hold such a number. */
  private boolean numbersFit(byte[] in, int start, int end) {
    if (prefix > 0 && end - start <= LARGEST_EXPONENT) {
      return true;
    }
    int at = start;
    while (at < end) {
      byte next = in[at];
      if (next == '"') {
        at = pastString(in, at + 1, end);
      } else if (isDigit(next)) {
        int past = pastNumber(in, at, end);
        if (!fits(in, at, past)) {
          return false;
        }
        at = past;
      } else {
        at++;
      }
    }
    return true;
  }

  private static int pastString(byte[] in, int start, int end) {
    int at = start;
    while (at < end && in[at] != '"') {
      at += in[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int pastNumber(byte[] in, int start, int end) {
    int at = start;
    while (at < end && "+-.eE0123456789".indexOf(in[at]) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean fits(byte[] in, int start, int end) {
    boolean plain = true;
    for (int at = start; at < end && plain; at++) {
      plain = isDigit(in[at]) || in[at] == '.';
    }
    if (plain && end - start <= LARGEST_EXPONENT) {
      return true;
    }
    String number = new String(in, start, end - start, US_ASCII);
    return Double.isFinite(Double.parseDouble(number));
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
