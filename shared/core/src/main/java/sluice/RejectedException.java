package sluice;

/**
 * What was asked for is wrong, and its author mends it: a setting, a file, a statement. The step
 * ends as failed and is not tried again by itself.
 *
 * <p>The message reads: what is wrong, where. What to do.
 */
public final class RejectedException extends RuntimeException {

  public RejectedException(String message) {
    super(message);
  }

  public RejectedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Checks a component of a record.
   *
   * @param problem what is wrong, without a full stop
   * @param remedy what to do, a sentence
   */
  public static void require(boolean holds, String problem, String remedy) {
    if (!holds) {
      throw new RejectedException(problem + ". " + remedy);
    }
  }
}
