package sluice.local.bigquery.store;

/** A change was worked out against names that another has changed since: it is worked out anew. */
public final class OutdatedRead extends RuntimeException {

  public OutdatedRead(Exception cause) {
    super("a table changed between the look at it and its use", cause);
  }
}
