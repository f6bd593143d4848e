package sluice.local.bigquery.load;

import com.google.gson.JsonObject;
import java.util.List;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.ColumnType;

/**
 * {@code decimalTargetTypes}: what a file's decimals become. Of NUMERIC, BIGNUMERIC and STRING the
 * first that is listed and holds the precision and the scale; else the widest that is listed, whose
 * range each value is then held to.
 */
record DecimalTargets(List<String> names) {

  static DecimalTargets of(JsonObject load) {
    List<String> names = Json.texts(load, "decimalTargetTypes");
    return new DecimalTargets(names.isEmpty() ? List.of("NUMERIC") : names);
  }

  ColumnType type(String field, int precision, int scale) {
    int whole = precision - scale;
    if (names.contains("NUMERIC") && whole <= 29 && scale <= 9) {
      return ColumnType.NUMERIC;
    }
    if (names.contains("BIGNUMERIC") && whole <= 38 && scale <= 38) {
      return ColumnType.BIGNUMERIC;
    }
    if (names.contains("STRING")) {
      return ColumnType.STRING;
    }
    boolean wide = names.contains("BIGNUMERIC");
    if (scale <= (wide ? 38 : 9)) {
      return wide ? ColumnType.BIGNUMERIC : ColumnType.NUMERIC;
    }
    throw Refusal.invalid(
        "Decimal field %s has precision %d and scale %d, which none of decimalTargetTypes %s holds."
            .formatted(field, precision, scale, names));
  }
}
