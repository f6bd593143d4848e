package sluice.local.bigquery.load;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import sluice.local.bigquery.store.StoredTable;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Writes rows to the end of a table, within the connection's transaction. */
public final class RowAppender implements AutoCloseable {

  /** What stands in place of the dataset of a connection's own tables. */
  public static final String TEMPORARY = "temp";

  private final DuckDBAppender appender;
  private final List<Column> columns;
  private final Optional<OffsetDateTime> partitionTime;

  /**
   * Opens a table for appending.
   *
   * @param partitionTime where an ingestion-time partitioned table keeps the rows
   */
  public RowAppender(
      Connection connection, StoredTable table, Optional<OffsetDateTime> partitionTime)
      throws SQLException {
    DuckDBConnection duck = connection.unwrap(DuckDBConnection.class);
    String dataset = table.id().dataset();
    this.appender =
        dataset.equals(TEMPORARY)
            ? duck.createAppender(TEMPORARY, "main", table.id().table())
            : duck.createAppender(dataset, table.id().table());
    this.columns = table.columns();
    this.partitionTime = table.ingestionTimePartitioned() ? partitionTime : Optional.empty();
  }

  /** Appends one row, its values as {@link Rows} describes them. */
  public void append(List<? extends @Nullable Object> row) throws SQLException {
    appender.beginRow();
    if (partitionTime.isPresent()) {
      appender.append(partitionTime.get());
    }
    for (int i = 0; i < row.size(); i++) {
      put(row.get(i), columns.get(i));
    }
    appender.endRow();
  }

  private void put(@Nullable Object value, Column column) throws SQLException {
    boolean struct = column.type() == ColumnType.STRUCT && column.mode() != Column.Mode.REPEATED;
    if (!struct || value == null) {
      put(value);
      return;
    }
    appender.beginStruct();
    List<?> fields = (List<?>) value;
    for (int i = 0; i < fields.size(); i++) {
      put(fields.get(i), column.fields().get(i));
    }
    appender.endStruct();
  }

  private void put(@Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof String text) {
      appender.append(text);
    } else if (value instanceof Long number) {
      appender.append(number.longValue());
    } else if (value instanceof Double number) {
      appender.append(number.doubleValue());
    } else if (value instanceof BigDecimal number) {
      appender.append(number);
    } else if (value instanceof OffsetDateTime moment) {
      appender.append(moment);
    } else if (value instanceof LocalDate date) {
      appender.append(date);
    } else if (value instanceof LocalDateTime moment) {
      appender.append(moment);
    } else if (value instanceof Boolean flag) {
      appender.append(flag.booleanValue());
    } else if (value instanceof LocalTime time) {
      appender.append(time);
    } else if (value instanceof byte[] bytes) {
      appender.append(bytes);
    } else if (value instanceof List<?> nested) {
      appender.append(nested);
    } else {
      throw new IllegalArgumentException("no column holds a " + value.getClass());
    }
  }

  /** Writes out what is still held back. */
  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
