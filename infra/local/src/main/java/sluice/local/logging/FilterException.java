package sluice.local.logging;

/** A filter cannot be read; the message says where, and what to write. */
public final class FilterException extends RuntimeException {

  /** One that says so. */
  public FilterException(String message) {
    super(message);
  }
}
