package sluice.sql.pipeline;

/**
 * Makes a value of what somebody wrote.
 *
 * @param <T> what it is
 */
@FunctionalInterface
interface Reading<T> {

  /**
   * Reads it.
   *
   * @throws sluice.RejectedException when the text is none; its message begins with a verb
   */
  T read(String text);
}
