package sluice.local.sql;

/** SQL that BigQuery runs and the local engine does not: refused by name, never approximated. */
public final class UnsupportedSqlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what the construct, by its GoogleSQL name: {@code function SOUNDEX}
   */
  public UnsupportedSqlException(String what) {
    super("The local engine does not run " + what + ". Rewrite the statement without it.");
  }
}
