package sluice.extract.mysql;

/**
 * How a value lies in a row of the binary protocol.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol">The protocol's
 *     resultset rows</a>
 */
enum Wire {
  ONE_BYTE(1),
  TWO_BYTES(2),
  FOUR_BYTES(4),
  EIGHT_BYTES(8),
  /** A length of one byte, then a day and a time without their trailing zeros. */
  TEMPORAL(0),
  /** A length of one to nine bytes, then that many. */
  TEXT(0);

  private final int size;

  Wire(int size) {
    this.size = size;
  }

  /** The bytes of every value; 0 where a length goes before each. */
  int size() {
    return size;
  }
}
