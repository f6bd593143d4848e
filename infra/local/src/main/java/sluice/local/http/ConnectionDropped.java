package sluice.local.http;

/** Thrown by an action whose client shall see its connection closed, without an answer. */
public final class ConnectionDropped extends RuntimeException {

  /** One that says where. */
  public ConnectionDropped(String message) {
    super(message);
  }
}
