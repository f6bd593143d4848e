package sluice.extract.database;

import sluice.schema.Column.Mode;

/** Why a value is not taken over as it stands: BigQuery's type has no such value. */
public enum Loss {
  INFINITY("infinity"),
  OUT_OF_RANGE("year outside 0001-9999"),
  NOT_A_NUMBER("NaN"),
  END_OF_DAY("24:00:00"),
  ZERO_DATE("zero date"),
  NO_SUCH_DAY("day that the calendar lacks"),
  NUMBER_TOO_LARGE("number beyond FLOAT64"),
  NULL_ELEMENT("NULL in an array"),
  NESTED_ARRAY("array of arrays");

  private final String cause;

  Loss(String cause) {
    this.cause = cause;
  }

  /** What becomes of such a value in a column of that mode. */
  public String rule(Mode mode) {
    if (this == NESTED_ARRAY) {
      return cause + " -> one array";
    }
    return cause + (mode == Mode.REPEATED ? " -> dropped" : " -> NULL");
  }
}
