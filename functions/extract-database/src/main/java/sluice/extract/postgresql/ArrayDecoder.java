package sluice.extract.postgresql;

import sluice.avro.AvroBuffer;
import sluice.extract.database.Decoder;
import sluice.extract.database.Loss;
import sluice.extract.database.Losses;

/**
 * Decodes an array. BigQuery's hold neither NULL nor arrays: NULL elements are dropped, several
 * dimensions become one in the order of storage, and both are counted.
 */
final class ArrayDecoder implements Decoder {
  private static final int HEAD = 12;
  private static final int BYTES_A_DIMENSION = 8;

  private final Decoder element;
  private final AvroBuffer elements = new AvroBuffer(256);

  ArrayDecoder(Decoder element) {
    this.element = element;
  }

  @Override
  public boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    int dimensions = BigEndian.int32(in, at);
    if (dimensions > 1) {
      losses.count(Loss.NESTED_ARRAY);
    }
    elements.truncate(0);
    int kept = 0;
    int end = at + length;
    int next = at + HEAD + BYTES_A_DIMENSION * dimensions;
    while (next < end) {
      int size = BigEndian.int32(in, next);
      next += Integer.BYTES;
      kept += decodeElement(in, next, size, losses) ? 1 : 0;
      next += Math.max(size, 0);
    }
    if (kept > 0) {
      out.writeLong(kept);
      out.append(elements);
    }
    out.writeLong(0);
    return true;
  }

  private boolean decodeElement(byte[] in, int at, int size, Losses losses) {
    if (size < 0) {
      return losses.count(Loss.NULL_ELEMENT);
    }
    int mark = elements.size();
    boolean kept = element.decode(in, at, size, elements, losses);
    if (!kept) {
      elements.truncate(mark);
    }
    return kept;
  }
}
