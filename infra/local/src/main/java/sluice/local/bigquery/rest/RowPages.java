package sluice.local.bigquery.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Partitioning;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.http.Request;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;

/** Pages of a table's rows, in the order they were written. */
final class RowPages {

  private static final int MOST_BYTES = 10 * 1024 * 1024;
  private static final int MOST_ROWS = 100_000;
  private static final int MOST_BYTES_A_ROW = 100 * 1024 * 1024;

  /** What a client asks for. */
  record Wanted(
      long start, Optional<Long> most, RestValues.Moments moments, Optional<String> fields) {

    static Wanted of(Request request) {
      return new Wanted(
          Api.start(request.parameter("pageToken"), Api.number(request, "startIndex")),
          Api.number(request, "maxResults"),
          moments(
              Api.flag(request, "formatOptions.useInt64Timestamp"),
              request.parameter("formatOptions.timestampOutputFormat")),
          request.parameter("selectedFields"));
    }

    static Wanted of(JsonObject body) {
      return new Wanted(
          0,
          Json.number(body, "maxResults"),
          moments(
              Json.flag(body, "formatOptions", "useInt64Timestamp"),
              Json.text(body, "formatOptions", "timestampOutputFormat")),
          Optional.empty());
    }

    private static RestValues.Moments moments(boolean int64, Optional<String> format) {
      if (format.filter("ISO8601_STRING"::equals).isPresent()) {
        return RestValues.Moments.ISO8601;
      }
      return int64 || format.filter("INT64"::equals).isPresent()
          ? RestValues.Moments.INT64_MICROS
          : RestValues.Moments.FLOAT_SECONDS;
    }
  }

  private RowPages() {}

  /** One page: {@code totalRows}, {@code rows}, and a {@code pageToken} when more follow. */
  static JsonObject page(
      Project project, StoredTable table, Optional<String> partition, Wanted wanted) {
    if (table.isView()) {
      throw Refusal.invalid("Cannot list a table of type VIEW.");
    }
    List<Column> columns = selected(table, wanted.fields());
    String where = partition.map(id -> " WHERE " + partitioning(table).condition(id)).orElse("");
    return project
        .catalog()
        .duck()
        .read(
            connection -> {
              String from = " FROM " + DuckTypes.quoted(table.id()) + where;
              JsonObject page = new JsonObject();
              long total;
              try (PreparedStatement count = connection.prepareStatement("SELECT count(*)" + from);
                  ResultSet row = count.executeQuery()) {
                row.next();
                total = table.columns().isEmpty() ? 0 : row.getLong(1);
              }
              page.addProperty("totalRows", Long.toString(total));
              long most = Math.min(MOST_ROWS, wanted.most().orElse((long) MOST_ROWS));
              if (most > 0 && wanted.start() < total && !columns.isEmpty()) {
                String sql =
                    "SELECT %s%s LIMIT %d OFFSET %d"
                        .formatted(names(columns), from, most, wanted.start());
                try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet rows = select.executeQuery()) {
                  fill(
                      page, rows, new RestValues(columns, wanted.moments()), wanted.start(), total);
                }
              }
              return page;
            });
  }

  private static void fill(
      JsonObject page, ResultSet result, RestValues values, long start, long total)
      throws java.sql.SQLException {
    JsonArray rows = new JsonArray();
    long bytes = 0;
    while (bytes < MOST_BYTES && result.next()) {
      JsonObject row = values.row(result);
      long length = row.toString().length();
      if (length > MOST_BYTES_A_ROW) {
        throw new Refusal(
            "responseTooLarge", "Response too large to return. Select fewer columns.");
      }
      bytes += length;
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      page.add("rows", rows);
    }
    if (start + rows.size() < total) {
      page.addProperty("pageToken", Api.pageToken(start + rows.size()));
    }
  }

  private static List<Column> selected(StoredTable table, Optional<String> fields) {
    if (fields.filter(names -> !names.isBlank()).isEmpty()) {
      return table.columns();
    }
    List<String> names =
        List.of(fields.get().toLowerCase(Locale.ROOT).replaceAll("\\.[^,]*", "").split(","));
    return table.columns().stream()
        .filter(column -> names.contains(column.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static Partitioning partitioning(StoredTable table) {
    return table
        .partitioning()
        .orElseThrow(() -> Refusal.invalid("Table " + table.id() + " is not partitioned."));
  }

  private static String names(List<Column> columns) {
    return columns.stream()
        .map(column -> DuckTypes.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }
}
