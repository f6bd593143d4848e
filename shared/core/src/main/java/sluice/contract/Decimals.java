package sluice.contract;

import sluice.schema.ColumnType;

/** Which type takes a decimal, of those that a load job may choose. */
final class Decimals {

  private Decimals() {}

  static ColumnType type(int precision, int scale) {
    int whole = precision - scale;
    if (whole <= 29 && scale <= 9) {
      return ColumnType.NUMERIC;
    }
    return whole <= 38 && scale <= 38 ? ColumnType.BIGNUMERIC : ColumnType.STRING;
  }
}
