package sluice;

/** Something outside is down, slow or busy; the same step, tried again later, may succeed. */
public class UnavailableException extends RuntimeException {

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnavailableException(String message) {
    super(message);
  }
}
