package sluice.local.bigquery.extract;

import com.google.gson.JsonObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Writes a table, or a part of it, into one file. */
public final class Extract {

  private final JsonObject configuration;
  private final StoredTable table;
  private final String condition;
  private final String compression;
  private final String format;

  /**
   * Prepares the writing of a table.
   *
   * @param configuration a job's {@code configuration.extract}
   * @param condition which rows, as DuckDB's condition
   */
  public Extract(JsonObject configuration, StoredTable table, String condition) {
    this.configuration = configuration;
    this.table = table;
    this.condition = condition;
    this.compression =
        Json.text(configuration, "compression").orElse("NONE").toUpperCase(Locale.ROOT);
    this.format =
        Json.text(configuration, "destinationFormat").orElse("CSV").toUpperCase(Locale.ROOT);
  }

  /** The media type of the file. */
  public String contentType() {
    return format.equals("CSV") ? "text/csv" : "application/octet-stream";
  }

  /** Writes the file and answers how many rows it has. */
  public long write(Connection connection, Path file) throws SQLException, IOException {
    if (format.equals("PARQUET")) {
      return parquet(connection, file);
    }
    long rows = 0;
    try (PreparedStatement select = connection.prepareStatement(select());
        ResultSet result = select.executeQuery();
        RowFile out = open(file)) {
      while (result.next()) {
        out.write(DuckValues.row(result, table.columns()));
        rows++;
      }
    }
    return rows;
  }

  private String select() {
    String names =
        table.columns().stream()
            .map(column -> DuckTypes.quoted(column.name()))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM %s WHERE %s".formatted(names, DuckTypes.quoted(table.id()), condition);
  }

  private RowFile open(Path file) throws IOException {
    OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    return switch (format) {
      case "AVRO" -> new AvroFile(bytes, table.columns(), codec());
      case "NEWLINE_DELIMITED_JSON" -> new JsonFile(text(bytes), table.columns());
      case "CSV" -> {
        String delimiter = Json.text(configuration, "fieldDelimiter").orElse(",");
        CsvFile csv =
            new CsvFile(text(bytes), table.columns(), delimiter.equals("\\t") ? "\t" : delimiter);
        boolean headed =
            Json.text(configuration, "printHeader").map(Boolean::parseBoolean).orElse(true);
        yield headed ? csv.headed(table.columns()) : csv;
      }
      default ->
          throw Refusal.invalid(
              "Invalid value for destinationFormat: " + format + " is not a valid value");
    };
  }

  private Writer text(OutputStream bytes) throws IOException {
    return switch (compression) {
      case "NONE" -> new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
      case "GZIP" -> new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8);
      default -> throw unusable();
    };
  }

  private String codec() {
    return switch (compression) {
      case "NONE" -> "null";
      case "DEFLATE", "SNAPPY" -> compression.toLowerCase(Locale.ROOT);
      default -> throw unusable();
    };
  }

  private Refusal unusable() {
    return Refusal.invalid("%s files cannot be compressed with %s.".formatted(format, compression));
  }

  private long parquet(Connection connection, Path file) throws SQLException {
    if (!List.of("NONE", "SNAPPY", "GZIP", "ZSTD").contains(compression)) {
      throw unusable();
    }
    refuseBigNumeric(table.columns());
    String codec = compression.equals("NONE") ? "UNCOMPRESSED" : compression;
    String sql =
        "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION %s)"
            .formatted(select(), file.toString().replace("'", "''"), codec);
    try (PreparedStatement copy = connection.prepareStatement(sql)) {
      copy.execute();
      return Math.max(0, copy.getLargeUpdateCount());
    }
  }

  private static void refuseBigNumeric(List<Column> columns) {
    for (Column column : columns) {
      refuseBigNumeric(column.fields());
      if (column.type() == ColumnType.BIGNUMERIC) {
        throw Refusal.invalid(
            "Column %s is BIGNUMERIC, which the local cloud does not write into Parquet. Extract as Avro."
                .formatted(column.name()));
      }
    }
  }
}
