package sluice.sql.analysis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement that GoogleSQL's analyzer refuses, in the analyzer's own words. */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Pattern LOCATED =
      Pattern.compile("(.*?)\\s*\\[at (\\d+):(\\d+)\\]\\s*", Pattern.DOTALL);

  private final String reason;
  private final int line;
  private final int column;
  private final transient Optional<TableReference> missingTable;

  private SqlException(
      String reason,
      int line,
      int column,
      Optional<TableReference> missing,
      @Nullable Throwable cause) {
    super(reason + " [at " + line + ":" + column + "]", cause);
    this.reason = reason;
    this.line = line;
    this.column = column;
    this.missingTable = missing;
  }

  /** A fault at a place of the statement. */
  public static SqlException at(int line, int column, String reason) {
    return new SqlException(reason, line, column, Optional.empty(), null);
  }

  /** A table that is not there. */
  static SqlException missing(TableReference table) {
    return new SqlException(
        "Table not found: " + table.text(), table.line(), table.column(), Optional.of(table), null);
  }

  /** Reads the place out of the analyzer's message. */
  static SqlException of(com.google.zetasql.SqlException cause) {
    String message = String.valueOf(cause.getMessage());
    Matcher located = LOCATED.matcher(message);
    if (!located.matches()) {
      return new SqlException(message, 1, 1, Optional.empty(), cause);
    }
    return new SqlException(
        located.group(1),
        Integer.parseInt(located.group(2)),
        Integer.parseInt(located.group(3)),
        Optional.empty(),
        cause);
  }

  /** What is wrong, without the place. */
  public String reason() {
    return reason;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The column, from 1. */
  public int column() {
    return column;
  }

  /** The table that was not found, where that is the fault. */
  public Optional<TableReference> missingTable() {
    return missingTable;
  }
}
