package sluice.extract.database;

/** The call's time is over in the middle of a read. */
final class OutOfTimeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutOfTimeException() {
    super("the call's time is over");
  }
}
