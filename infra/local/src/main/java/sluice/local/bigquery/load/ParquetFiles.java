package sluice.local.bigquery.load;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Reads Parquet through DuckDB, each file as a local copy while it is read. */
public final class ParquetFiles {

  private static final Map<String, ColumnType> TYPES =
      Map.ofEntries(
          Map.entry("BOOLEAN", ColumnType.BOOL),
          Map.entry("TINYINT", ColumnType.INT64),
          Map.entry("SMALLINT", ColumnType.INT64),
          Map.entry("INTEGER", ColumnType.INT64),
          Map.entry("BIGINT", ColumnType.INT64),
          Map.entry("UTINYINT", ColumnType.INT64),
          Map.entry("USMALLINT", ColumnType.INT64),
          Map.entry("UINTEGER", ColumnType.INT64),
          Map.entry("UBIGINT", ColumnType.INT64),
          Map.entry("FLOAT", ColumnType.FLOAT64),
          Map.entry("DOUBLE", ColumnType.FLOAT64),
          Map.entry("VARCHAR", ColumnType.STRING),
          Map.entry("ENUM", ColumnType.STRING),
          Map.entry("UUID", ColumnType.STRING),
          Map.entry("JSON", ColumnType.JSON),
          Map.entry("BLOB", ColumnType.BYTES),
          Map.entry("DATE", ColumnType.DATE),
          Map.entry("TIME", ColumnType.TIME),
          Map.entry("TIMESTAMP", ColumnType.DATETIME),
          Map.entry("TIMESTAMP_NS", ColumnType.DATETIME),
          Map.entry("TIMESTAMP_MS", ColumnType.DATETIME),
          Map.entry("TIMESTAMP WITH TIME ZONE", ColumnType.TIMESTAMP));

  private final Connection connection;
  private final ObjectSource objects;
  private final JsonObject configuration;
  private final DecimalTargets decimalTargets;

  public ParquetFiles(Connection connection, ObjectSource objects, JsonObject configuration) {
    this.connection = connection;
    this.objects = objects;
    this.configuration = configuration;
    this.decimalTargets = DecimalTargets.of(configuration);
  }

  List<Column> columns(ObjectSource.Entry entry) throws IOException {
    return with(entry, this::columns);
  }

  /** Appends a file's rows to a table and answers how many. */
  long append(ObjectSource.Entry entry, StoredTable table, Optional<String> partitionTime)
      throws IOException {
    return with(
        entry,
        file -> {
          List<Column> present = columns(file);
          List<Column> wanted =
              table.columns().stream()
                  .filter(
                      column ->
                          present.stream()
                              .anyMatch(of -> of.name().equalsIgnoreCase(column.name())))
                  .toList();
          String names =
              wanted.stream()
                  .map(column -> DuckTypes.quoted(column.name()))
                  .collect(Collectors.joining(", "));
          String values =
              wanted.stream().map(ParquetFiles::value).collect(Collectors.joining(", "));
          String sql =
              "INSERT INTO %s (%s%s) SELECT %s%s FROM read_parquet('%s')"
                  .formatted(
                      DuckTypes.quoted(table.id()),
                      partitionTime.map(at -> DuckTypes.PARTITION_TIME + ", ").orElse(""),
                      names,
                      partitionTime.map(at -> "TIMESTAMPTZ '" + at + "', ").orElse(""),
                      values,
                      literal(file));
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.execute();
            return Math.max(0L, insert.getUpdateCount());
          }
        });
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(Path file) throws SQLException;
  }

  private <T> T with(ObjectSource.Entry entry, Reading<T> reading) throws IOException {
    Path copy = Files.createTempFile("sluice-load", ".parquet");
    try {
      try (InputStream bytes = objects.open(entry)) {
        Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      return reading.from(copy);
    } catch (SQLException e) {
      throw new Refusal(
          "invalid",
          "Error while reading data, error message: Failed to read the Parquet file: %s File: %s"
              .formatted(firstLine(e), entry.uri()),
          entry.uri());
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" ?file '[^']*'", "");
  }

  private static String value(Column column) {
    String name = DuckTypes.quoted(column.name());
    return column.type() == ColumnType.BIGNUMERIC
        ? "gs_parse_bignumeric(CAST(" + name + " AS VARCHAR))"
        : "CAST(" + name + " AS " + DuckTypes.type(column) + ")";
  }

  private List<Column> columns(Path file) throws SQLException {
    refuseWideDecimals(file);
    List<Column> columns = new ArrayList<>();
    String sql = "DESCRIBE SELECT * FROM read_parquet('" + literal(file) + "')";
    try (PreparedStatement describe = connection.prepareStatement(sql);
        ResultSet rows = describe.executeQuery()) {
      while (rows.next()) {
        Column column = column(rows.getString(1), rows.getString(2));
        refuseNested(column);
        columns.add(column);
      }
    }
    return columns;
  }

  private static void refuseNested(Column column) {
    for (Column field : column.fields()) {
      refuse(field.type() == ColumnType.BIGNUMERIC, field);
      refuseNested(field);
    }
    refuse(column.type() == ColumnType.BIGNUMERIC && column.mode() == Column.Mode.REPEATED, column);
  }

  private static void refuse(boolean when, Column column) {
    if (when) {
      throw Refusal.invalid(
          "Column %s is BIGNUMERIC within a list or a struct, which the local cloud does not read from Parquet. Write it as Avro."
              .formatted(column.name()));
    }
  }

  /** DuckDB reads decimals of more than 38 digits as floats. */
  private void refuseWideDecimals(Path file) throws SQLException {
    String sql =
        "SELECT name, precision FROM parquet_schema('%s') WHERE precision > 38"
            .formatted(literal(file));
    try (PreparedStatement wide = connection.prepareStatement(sql);
        ResultSet rows = wide.executeQuery()) {
      if (rows.next()) {
        throw Refusal.invalid(
            "Column %s is a decimal of precision %d, which the local cloud does not read from Parquet. Write it as Avro."
                .formatted(rows.getString(1), rows.getInt(2)));
      }
    }
  }

  private Column column(String name, String type) {
    if (type.endsWith("[]")) {
      if (!Json.flag(configuration, "parquetOptions", "enableListInference")) {
        throw Refusal.invalid(
            "Column %s is a list, which the local cloud reads only as an array. Set parquetOptions.enableListInference."
                .formatted(name));
      }
      return column(name, type.substring(0, type.length() - 2)).as(Column.Mode.REPEATED);
    }
    if (type.startsWith("STRUCT(")) {
      List<Column> fields =
          DuckStructs.fields(type).entrySet().stream()
              .map(field -> column(field.getKey(), field.getValue()))
              .toList();
      return Column.struct(name, fields);
    }
    if (type.startsWith("DECIMAL(")) {
      String[] sizes = type.substring("DECIMAL(".length(), type.length() - 1).split(",");
      int precision = Integer.parseInt(sizes[0].strip());
      return Column.of(
          name, decimalTargets.type(name, precision, Integer.parseInt(sizes[1].strip())));
    }
    ColumnType known = TYPES.get(type.replaceAll("\\(.*", "").toUpperCase(Locale.ROOT));
    if (known == null) {
      throw Refusal.invalid(
          "Column %s has Parquet type %s, which the local cloud does not read."
              .formatted(name, type));
    }
    return Column.of(name, known);
  }

  private static String literal(Path path) {
    return path.toString().replace("'", "''");
  }
}
