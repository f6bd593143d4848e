package sluice.local.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The scalar functions that the engine runs; what is not here is refused. */
final class Functions {
  private static final Functions ALL = new Functions();
  private final Map<String, FunctionSql> byName = new HashMap<>();

  private Functions() {
    ComparisonFunctions.addTo(this);
    ConditionalFunctions.addTo(this);
    ArithmeticFunctions.addTo(this);
    MathFunctions.addTo(this);
    StringFunctions.addTo(this);
    RegexpFunctions.addTo(this);
    EncodingFunctions.addTo(this);
    ArrayFunctions.addTo(this);
    DateFunctions.addTo(this);
    TimestampFunctions.addTo(this);
    TimeTextFunctions.addTo(this);
    JsonFunctions.addTo(this);
  }

  static Functions all() {
    return ALL;
  }

  void add(String name, FunctionSql sql) {
    if (byName.put(name, sql) != null) {
      throw new IllegalStateException("function " + name + " is there twice");
    }
  }

  void add(String name, String template) {
    add(name, FunctionSql.of(template));
  }

  String sql(Call call) {
    return Optional.ofNullable(byName.get(call.name()))
        .orElseThrow(
            () ->
                new UnsupportedSqlException(
                    "function " + call.name().replace("$", "").toUpperCase(Locale.ROOT)))
        .sql(call);
  }
}
