package sluice.extract.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import sluice.avro.AvroBuffer;
import sluice.extract.database.Decoder;
import sluice.extract.database.Losses;

/**
 * Decodes {@code decimal(p,s)}, which is sent as text with all the digits of its scale, to an
 * unscaled integer.
 */
final class DecimalDecoder implements Decoder {
  /** That many digits always fit a long. */
  private static final int DIGITS_OF_A_LONG = 18;

  private final int scale;

  DecimalDecoder(int scale) {
    this.scale = scale;
  }

  @Override
  public boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    long unscaled = 0;
    int digits = 0;
    int decimals = -1;
    for (int index = at; index < at + length; index++) {
      byte character = in[index];
      if (character >= '0' && character <= '9') {
        unscaled = unscaled * 10 + character - '0';
        digits++;
        decimals += decimals < 0 ? 0 : 1;
      } else if (character == '.') {
        decimals = 0;
      }
    }
    if (digits <= DIGITS_OF_A_LONG && Math.max(decimals, 0) == scale) {
      out.writeDecimal(in[at] == '-' ? -unscaled : unscaled);
    } else {
      byte[] bytes = exactly(new String(in, at, length, US_ASCII));
      out.writeBytes(bytes, 0, bytes.length);
    }
    return true;
  }

  private byte[] exactly(String text) {
    return new BigDecimal(text).setScale(scale).unscaledValue().toByteArray();
  }
}
