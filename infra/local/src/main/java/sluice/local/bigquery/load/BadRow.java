package sluice.local.bigquery.load;

/** One row that cannot be read; the rows behind it may be. */
final class BadRow extends Exception {

  BadRow(String message) {
    super(message);
  }
}
