package sluice.local.sql;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSystemVariable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.sql.analysis.Types;

/** Query parameters and system variables, as DuckDB literals. */
final class Parameters {
  private Parameters() {}

  static String sql(QueryContext context, ResolvedParameter parameter) {
    QueryParameter given =
        parameter.getName().isEmpty()
            ? context.positionalParameters().get((int) parameter.getPosition() - 1)
            : named(context, parameter.getName());
    return literal(given.type(), given.value());
  }

  private static QueryParameter named(QueryContext context, String name) {
    return context.namedParameters().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no parameter @" + name))
        .getValue();
  }

  static String systemVariable(QueryContext context, ResolvedSystemVariable variable) {
    String name = String.join(".", variable.getNamePath()).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "project_id" -> Literals.string(context.project());
      case "dataset_id" -> context.defaultDataset().map(Literals::string).orElse("NULL::VARCHAR");
      case "time_zone" -> "'UTC'";
      default -> throw new UnsupportedSqlException("@@" + name);
    };
  }

  private static String literal(Column type, JsonElement value) {
    if (value.isJsonNull()) {
      return "CAST(NULL AS " + DuckTypes.type(type) + ")";
    }
    if (type.mode() == Mode.REPEATED) {
      List<String> elements = new ArrayList<>();
      Column element = type.as(Mode.NULLABLE);
      value.getAsJsonArray().forEach(each -> elements.add(literal(element, each)));
      return "CAST([" + String.join(", ", elements) + "] AS " + DuckTypes.type(type) + ")";
    }
    return switch (type.type()) {
      case STRUCT -> struct(type, value.getAsJsonObject());
      case STRING -> Literals.string(value.getAsString());
      case BYTES -> Literals.bytes(Base64.getDecoder().decode(value.getAsString()));
      default -> scalar(type, value.getAsString());
    };
  }

  /** Scalars are written as text that CAST reads. */
  private static String scalar(Column type, String text) {
    return type.type() == sluice.schema.ColumnType.JSON
        ? "CAST(gs_parse_json(" + Literals.string(text) + ", 'exact') AS JSON)"
        : Casts.fromText(Literals.string(text), Types.of(type), "'UTC'");
  }

  private static String struct(Column type, JsonObject value) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Column field : type.fields()) {
      names.add(field.name());
      values.add(
          Optional.ofNullable(value.get(field.name()))
              .map(each -> literal(field, each))
              .orElse("CAST(NULL AS " + DuckTypes.type(field) + ")"));
    }
    return Literals.struct(names, values);
  }
}
