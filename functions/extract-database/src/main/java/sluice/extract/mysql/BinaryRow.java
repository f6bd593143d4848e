package sluice.extract.mysql;

import java.sql.SQLException;
import java.util.List;
import sluice.extract.database.RowDecoder;

/**
 * A row of the binary protocol, which is read where it lies. Before our fields there is {@link
 * RawRow#FIRST}. Not safe for use by several threads.
 */
final class BinaryRow implements RowDecoder.Row {
  /** Bits of the NULL map that stand for no field. */
  private static final int RESERVED_BITS = 2;

  private static final int TWO_BYTES_FOLLOW = 0xFC;
  private static final int THREE_BYTES_FOLLOW = 0xFD;
  private static final int EIGHT_BYTES_FOLLOW = 0xFE;

  private final int[] sizes;
  private final boolean[] texts;
  private final int[] starts;
  private final int[] lengths;
  private byte[] bytes = {};
  private int next;

  BinaryRow(List<Wire> fields) {
    this.sizes = fields.stream().mapToInt(Wire::size).toArray();
    this.texts = new boolean[sizes.length];
    for (int field = 0; field < texts.length; field++) {
      texts[field] = fields.get(field) == Wire.TEXT;
    }
    this.starts = new int[sizes.length];
    this.lengths = new int[sizes.length];
  }

  /**
   * Goes to that row.
   *
   * @throws SQLException if it does not lie as its fields say
   */
  void at(byte[] row) throws SQLException {
    bytes = row;
    try {
      findFields(row);
    } catch (IndexOutOfBoundsException cut) {
      throw unlike();
    }
    if (next != row.length) {
      throw unlike();
    }
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int start(int field) {
    return starts[field];
  }

  @Override
  public int length(int field) {
    return lengths[field];
  }

  private void findFields(byte[] row) {
    int nulls = 1;
    next = nulls + (sizes.length + 1 + 7 + RESERVED_BITS) / Byte.SIZE;
    readLength(row);
    for (int field = 0; field < sizes.length; field++) {
      int bit = field + 1 + RESERVED_BITS;
      if ((row[nulls + (bit >> 3)] >> (bit & 7) & 1) != 0) {
        lengths[field] = -1;
      } else {
        int length = sizes[field];
        if (length == 0) {
          length = texts[field] ? readLength(row) : row[next++];
        }
        starts[field] = next;
        lengths[field] = length;
        next += length;
      }
    }
  }

  private int readLength(byte[] row) {
    int first = row[next++] & 0xFF;
    if (first < TWO_BYTES_FOLLOW) {
      return first;
    }
    int length;
    if (first == TWO_BYTES_FOLLOW) {
      length = LittleEndian.int16(row, next) & 0xFFFF;
      next += 2;
    } else if (first == THREE_BYTES_FOLLOW) {
      length = (LittleEndian.int16(row, next) & 0xFFFF) | (row[next + 2] & 0xFF) << 16;
      next += 3;
    } else if (first == EIGHT_BYTES_FOLLOW) {
      length = Math.toIntExact(LittleEndian.int64(row, next));
      next += 8;
    } else {
      throw new IndexOutOfBoundsException(first);
    }
    return length;
  }

  private static SQLException unlike() {
    return new SQLException("a row does not lie as its columns say", "08S01");
  }
}
