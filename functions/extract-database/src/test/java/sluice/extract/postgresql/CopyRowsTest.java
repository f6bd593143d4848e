package sluice.extract.postgresql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyOut;

final class CopyRowsTest {
  private static final byte[] TWO_ROWS =
      ByteBuffer.allocate(63)
          .put("PGCOPY\n".getBytes(US_ASCII))
          .put(new byte[] {(byte) 0xFF, '\r', '\n', 0})
          .putInt(0)
          .putInt(3) // a header may be extended
          .put(new byte[] {9, 9, 9})
          .putShort((short) 2)
          .putInt(4)
          .putInt(17)
          .putInt(-1)
          .putShort((short) 2)
          .putInt(0)
          .putInt(8)
          .putLong(18)
          .putShort((short) -1)
          .put(new byte[7]) // what follows the end is not looked at
          .array();

  @Test
  void rowsAreFoundHoweverTheyAreCut() throws SQLException {
    Random random = new Random(11);
    for (int turn = 0; turn < 500; turn++) {
      List<byte[]> messages = new ArrayList<>();
      for (int at = 0; at < TWO_ROWS.length; ) {
        int next = Math.min(TWO_ROWS.length, at + random.nextInt(2 + turn % 40));
        messages.add(Arrays.copyOfRange(TWO_ROWS, at, next));
        at = next;
      }
      assertThat(read(messages)).containsExactly("[17, NULL]", "[, 18]");
    }
  }

  @Test
  void anEndAmidARowIsAnError() {
    assertThatThrownBy(() -> read(List.of(Arrays.copyOf(TWO_ROWS, 50))))
        .isInstanceOf(SQLException.class)
        .hasMessage("COPY ended amid a row");
  }

  @Test
  void somethingElseIsAnError() {
    byte[] other = TWO_ROWS.clone();
    other[0] = 'X';

    assertThatThrownBy(() -> read(List.of(other)))
        .isInstanceOf(SQLException.class)
        .hasMessage("COPY does not begin with its signature");
  }

  private static List<String> read(List<byte[]> messages) throws SQLException {
    CopyRows rows = new CopyRows(copyOf(messages), 2);
    List<String> read = new ArrayList<>();
    while (rows.next()) {
      read.add("[" + field(rows, 0) + ", " + field(rows, 1) + "]");
    }
    return read;
  }

  private static String field(CopyRows rows, int field) {
    return switch (rows.length(field)) {
      case -1 -> "NULL";
      case 0 -> "";
      case 4 -> "" + BigEndian.int32(rows.bytes(), rows.start(field));
      default -> "" + BigEndian.int64(rows.bytes(), rows.start(field));
    };
  }

  private static CopyOut copyOf(List<byte[]> messages) {
    Queue<byte[]> left = new ArrayDeque<>(messages);
    return (CopyOut)
        Proxy.newProxyInstance(
            CopyRowsTest.class.getClassLoader(),
            new Class<?>[] {CopyOut.class},
            (proxy, method, arguments) -> left.poll());
  }
}
