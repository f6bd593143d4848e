package sluice.local.sql.udf;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Adds functions to a DuckDB database. Each gives NULL where an argument is NULL; what it throws
 * fails the query with its message.
 */
final class Registrar {

  /** What arguments and results may be. */
  enum Kind {
    TEXT,
    LONG,
    DOUBLE,
    NUMERIC,
    BOOL
  }

  /** A function of values, none of which is null. */
  @FunctionalInterface
  interface Body {
    @Nullable Object apply(Object[] arguments);
  }

  private final Connection connection;

  Registrar(Connection connection) {
    this.connection = connection;
  }

  /**
   * Adds a function.
   *
   * @param signature the arguments' kinds and the result's, {@code "TEXT LONG -> TEXT"}
   */
  void add(String name, String signature, Body body) {
    String[] sides = signature.split(" ?-> ");
    List<Kind> from =
        Arrays.stream(sides[0].split(" ")).filter(k -> !k.isEmpty()).map(Kind::valueOf).toList();
    Kind to = Kind.valueOf(sides[1]);
    register(name, from, to, (in, out) -> run(in, out, from, to, body));
  }

  void ofLong(String name, LongUnaryOperator body) {
    register(
        name,
        List.of(Kind.LONG),
        Kind.LONG,
        (in, out) -> {
          DuckDBReadableVector x = in.vector(0);
          for (long row = 0; row < in.rowCount(); row++) {
            if (x.isNull(row)) {
              out.setNull(row);
            } else {
              out.setLong(row, body.applyAsLong(x.getLong(row)));
            }
          }
        });
  }

  void ofLongs(String name, LongBinaryOperator body) {
    register(
        name,
        List.of(Kind.LONG, Kind.LONG),
        Kind.LONG,
        (in, out) -> {
          DuckDBReadableVector x = in.vector(0);
          DuckDBReadableVector y = in.vector(1);
          for (long row = 0; row < in.rowCount(); row++) {
            if (x.isNull(row) || y.isNull(row)) {
              out.setNull(row);
            } else {
              out.setLong(row, body.applyAsLong(x.getLong(row), y.getLong(row)));
            }
          }
        });
  }

  void ofDouble(String name, DoubleUnaryOperator body) {
    register(
        name,
        List.of(Kind.DOUBLE),
        Kind.DOUBLE,
        (in, out) -> {
          DuckDBReadableVector x = in.vector(0);
          for (long row = 0; row < in.rowCount(); row++) {
            if (x.isNull(row)) {
              out.setNull(row);
            } else {
              out.setDouble(row, body.applyAsDouble(x.getDouble(row)));
            }
          }
        });
  }

  void ofDoubles(String name, DoubleBinaryOperator body) {
    register(
        name,
        List.of(Kind.DOUBLE, Kind.DOUBLE),
        Kind.DOUBLE,
        (in, out) -> {
          DuckDBReadableVector x = in.vector(0);
          DuckDBReadableVector y = in.vector(1);
          for (long row = 0; row < in.rowCount(); row++) {
            if (x.isNull(row) || y.isNull(row)) {
              out.setNull(row);
            } else {
              out.setDouble(row, body.applyAsDouble(x.getDouble(row), y.getDouble(row)));
            }
          }
        });
  }

  private void register(String name, List<Kind> from, Kind to, DuckDBScalarFunction body) {
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      builder.withName(name);
      for (Kind kind : from) {
        builder.withParameter(type(kind));
      }
      builder.withReturnType(type(to)).withVectorizedFunction(body).register(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("function " + name + " cannot be added to DuckDB", e);
    }
  }

  private static DuckDBLogicalType type(Kind kind) throws SQLException {
    return switch (kind) {
      case TEXT -> DuckDBLogicalType.of(DuckDBColumnType.VARCHAR);
      case LONG -> DuckDBLogicalType.of(DuckDBColumnType.BIGINT);
      case DOUBLE -> DuckDBLogicalType.of(DuckDBColumnType.DOUBLE);
      case NUMERIC -> DuckDBLogicalType.decimal(38, 9);
      case BOOL -> DuckDBLogicalType.of(DuckDBColumnType.BOOLEAN);
    };
  }

  private static void run(
      DuckDBDataChunkReader in, DuckDBWritableVector out, List<Kind> from, Kind to, Body body) {
    int width = from.size();
    Object[] values = new Object[width];
    for (long row = 0; row < in.rowCount(); row++) {
      boolean complete = true;
      for (int i = 0; i < width && complete; i++) {
        DuckDBReadableVector vector = in.vector(i);
        complete = !vector.isNull(row);
        if (complete) {
          values[i] = read(vector, row, from.get(i));
        }
      }
      write(out, row, to, complete ? body.apply(values) : null);
    }
  }

  private static Object read(DuckDBReadableVector vector, long row, Kind kind) {
    return switch (kind) {
      case TEXT -> vector.getString(row);
      case LONG -> vector.getLong(row);
      case DOUBLE -> vector.getDouble(row);
      case NUMERIC -> vector.getBigDecimal(row);
      case BOOL -> vector.getBoolean(row);
    };
  }

  private static void write(DuckDBWritableVector out, long row, Kind kind, @Nullable Object value) {
    if (value == null) {
      out.setNull(row);
      return;
    }
    switch (kind) {
      case TEXT -> out.setString(row, (String) value);
      case LONG -> out.setLong(row, (Long) value);
      case DOUBLE -> out.setDouble(row, (Double) value);
      case NUMERIC -> out.setBigDecimal(row, (BigDecimal) value);
      case BOOL -> out.setBoolean(row, (Boolean) value);
    }
  }
}
