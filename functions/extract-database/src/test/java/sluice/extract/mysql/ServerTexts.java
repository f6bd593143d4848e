package sluice.extract.mysql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sluice.extract.database.AvroValues;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceTable;
import sluice.schema.Column;

/**
 * A second reading of a table: every value is made a text by the server, in another form than the
 * engine asks for, and that is made the value that it should be.
 */
final class ServerTexts {
  private ServerTexts() {}

  /** Rows by their {@code id}. */
  static Map<Long, List<Object>> byId(String url, SourceTable table) throws SQLException {
    List<RowLayout.Field> fields = RowLayout.of(table, List.of()).fields();
    List<String> texts = fields.stream().map(ServerTexts::text).toList();
    Map<Long, List<Object>> rows = new TreeMap<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, %s FROM %s".formatted(String.join(", ", texts), table.name()))) {
      while (row.next()) {
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < fields.size(); index++) {
          values.add(value(row.getString(index + 2), fields.get(index).avro().column()));
        }
        rows.put(row.getLong(1), values);
      }
    }
    return rows;
  }

  private static String text(RowLayout.Field field) {
    String name = Sql.identifier(field.source().name());
    String type = field.source().type().toLowerCase(Locale.ROOT);
    if (type.startsWith("bit") || type.contains("zerofill")) {
      return "CONCAT(%s + 0)".formatted(name);
    }
    if (type.contains("blob") || type.contains("binary")) {
      return "LOWER(HEX(%s))".formatted(name);
    }
    if (type.matches("geom.*|point|.*linestring|.*polygon|multi.*")) {
      return Databases.either(
              "LOWER(HEX(ST_AsWKB(%s)))", "LOWER(HEX(ST_AsWKB(%s, 'axis-order=long-lat')))")
          .formatted(name);
    }
    if (type.startsWith("float")) {
      // A float's own text has six digits.
      // MySQL's of a double that was computed has 22 letters at most, of which a sign takes one.
      return Databases.either(
              "CONCAT(%1$s + 0e0)",
              "IF(%1$s IS NULL, NULL, JSON_EXTRACT(JSON_ARRAY(%1$s + 0e0), '$[0]'))")
          .formatted(name);
    }
    return "CONVERT(CONCAT(%s) USING utf8mb4)".formatted(name);
  }

  private static Object value(String text, Column column) {
    if (text == null) {
      return null;
    }
    return switch (column.type()) {
      case BOOL -> text.equals("1");
      case INT64 -> Long.parseLong(text);
      case FLOAT64 -> Double.parseDouble(text);
      case NUMERIC, BIGNUMERIC -> AvroValues.plain(new BigDecimal(text));
      case DATE -> LocalDate.parse(text);
      case DATETIME -> LocalDateTime.parse(text.replace(' ', 'T'));
      case TIMESTAMP -> Instant.parse(text.replace(' ', 'T') + "Z");
      default -> text;
    };
  }
}
