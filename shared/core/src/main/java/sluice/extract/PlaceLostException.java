package sluice.extract;

/** The place where an extract was to go on is none any more: it has to begin anew. */
public final class PlaceLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param change what happened to the source, like {@code public.orders has another key}
   */
  public PlaceLostException(String change) {
    super(change);
  }
}
