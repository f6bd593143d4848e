package sluice.extract.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import sluice.extract.database.RowDecoder;

/**
 * The rows of a binary COPY. PostgreSQL sends one row a message, which is read where it lies;
 * something in between may cut otherwise, so a row in pieces is put together.
 */
final class CopyRows implements RowDecoder.Row {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final byte[] NOTHING = {};
  private static final int HEAD = SIGNATURE.length + 2 * Integer.BYTES;

  private final CopyOut copy;
  private final int[] starts;
  private final int[] lengths;
  private byte[] bytes = NOTHING;
  private int at;
  private boolean headed;

  CopyRows(CopyOut copy, int fields) {
    this.copy = copy;
    this.starts = new int[fields];
    this.lengths = new int[fields];
  }

  /** Goes to the next row; false past the last. */
  boolean next() throws SQLException {
    while (true) {
      if (headed || skipHead()) {
        int past = findFields();
        if (past > 0) {
          at = past;
          return true;
        }
        if (past == 0) {
          drain();
          return false;
        }
      }
      receive();
    }
  }

  /** Where the fields lie, until the next call of {@link #next}. */
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

  /** The fields as texts, null for NULL. */
  List<@Nullable String> texts() {
    List<@Nullable String> texts = new ArrayList<>();
    for (int field = 0; field < starts.length; field++) {
      int length = lengths[field];
      texts.add(length < 0 ? null : new String(bytes, starts[field], length, UTF_8));
    }
    return texts;
  }

  private boolean skipHead() throws SQLException {
    if (bytes.length < HEAD) {
      return false;
    }
    if (!Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new SQLException("COPY does not begin with its signature", "08P01");
    }
    int past = HEAD + BigEndian.int32(bytes, SIGNATURE.length + Integer.BYTES);
    if (bytes.length < past) {
      return false;
    }
    at = past;
    headed = true;
    return true;
  }

  /**
   * Finds the row's fields: what lies past it, 0 if the rows are over, -1 if there is too little.
   */
  private int findFields() throws SQLException {
    if (bytes.length - at < Short.BYTES) {
      return -1;
    }
    int fields = BigEndian.int16(bytes, at);
    if (fields < 0) {
      return 0;
    }
    if (fields != starts.length) {
      throw new SQLException("COPY sent %d fields".formatted(fields), "08P01");
    }
    int next = at + Short.BYTES;
    for (int field = 0; field < fields; field++) {
      if (bytes.length - next < Integer.BYTES) {
        return -1;
      }
      int length = BigEndian.int32(bytes, next);
      next += Integer.BYTES;
      if (bytes.length - next < length) {
        return -1;
      }
      starts[field] = next;
      lengths[field] = length;
      next += Math.max(length, 0);
    }
    return next;
  }

  private void receive() throws SQLException {
    int left = bytes.length - at;
    if (left == 0) {
      // A row may be large: the one that was read need not stay while the next one comes.
      bytes = NOTHING;
      at = 0;
    }
    byte @Nullable [] message = copy.readFromCopy();
    if (message == null) {
      throw new SQLException("COPY ended amid a row", "08P01");
    }
    if (left == 0) {
      bytes = message;
    } else {
      byte[] joined = Arrays.copyOfRange(bytes, at, bytes.length + message.length);
      System.arraycopy(message, 0, joined, left, message.length);
      bytes = joined;
    }
    at = 0;
  }

  /** Reads on until the server says that the statement is done. */
  private void drain() throws SQLException {
    while (copy.readFromCopy() != null) {
      // Nothing follows the end of the rows but the statement's completion.
    }
  }
}
