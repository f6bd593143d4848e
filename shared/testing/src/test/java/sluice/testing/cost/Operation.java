package sluice.testing.cost;

/** What Google Cloud counts, and mostly charges for. */
enum Operation {
  CLASS_A("Cloud Storage, class A (write, move, a page of a listing)"),
  CLASS_B("Cloud Storage, class B (look, read)"),
  DELETION("Cloud Storage, deletions (free)"),
  JOB("BigQuery, load jobs (free)"),
  JOB_LOOK("BigQuery, `jobs.get`"),
  TABLE_CALL("BigQuery, `tables.get` and `tables.delete`"),
  FINALIZED("Events of finalized objects (`load` is called for each)"),
  COMPLETION("Pub/Sub messages of ended jobs (`transform` is called for each)");

  private final String words;

  Operation(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
