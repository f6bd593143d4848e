package sluice.extract.mysql;

import java.sql.SQLDataException;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.MutableInt;
import org.mariadb.jdbc.plugin.Codec;

/**
 * Has the driver hand out the memory that a row lies in, through the place that it keeps for types
 * of its users. Without it every value would be an object of its own. It is asked for {@link
 * #FIRST}, since of a NULL the driver asks nobody.
 */
public final class RawRow implements Codec<ReadableByteBuf> {
  /** What a statement selects before anything else: never NULL, one byte long. */
  static final String FIRST = "''";

  /** For the driver, which looks for it among the services. */
  public RawRow() {}

  @Override
  public String className() {
    return ReadableByteBuf.class.getName();
  }

  @Override
  public boolean canDecode(ColumnDecoder column, Class<?> type) {
    return type == ReadableByteBuf.class;
  }

  @Override
  public boolean canEncode(Object value) {
    return false;
  }

  @Override
  public ReadableByteBuf decodeBinary(
      ReadableByteBuf row,
      MutableInt length,
      ColumnDecoder column,
      @Nullable Calendar calendar,
      Context context) {
    return row;
  }

  @Override
  public ReadableByteBuf decodeText(
      ReadableByteBuf row,
      MutableInt length,
      ColumnDecoder column,
      @Nullable Calendar calendar,
      Context context)
      throws SQLDataException {
    throw new SQLDataException("The server sent text, though its binary protocol was asked for");
  }

  @Override
  public void encodeText(
      Writer writer,
      Context context,
      ReadableByteBuf value,
      @Nullable Calendar calendar,
      @Nullable Long maxLength) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getApproximateTextProtocolLength(ReadableByteBuf value, @Nullable Long maxLength) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void encodeBinary(
      Writer writer,
      Context context,
      ReadableByteBuf value,
      @Nullable Calendar calendar,
      @Nullable Long maxLength) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getBinaryEncodeType() {
    throw new UnsupportedOperationException();
  }
}
