package sluice.testing.sim;

/** How a stretch of a caller's work ends, at its next call of a port. */
enum Ending {
  WAITS("waits"),
  HELD_UP("is held up"),
  KILLED_BEFORE("is killed before a call"),
  KILLED_AFTER("is killed after a call"),
  ANSWER_LOST("the answer to a call is lost"),
  FAILED_429("a call fails with 429"),
  FAILED_500("a call fails with 500"),
  FAILED_503("a call fails with 503");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  /** Whether the call has no effect, and says so. */
  boolean fails() {
    return this == FAILED_429 || this == FAILED_500 || this == FAILED_503;
  }

  String words() {
    return words;
  }
}
