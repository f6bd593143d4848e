package sluice.files;

import java.io.IOException;

/** What a file holds is not the text that it should be. */
final class BadTextException extends IOException {

  // Not serialized with the exception, which never leaves the process.
  private final transient Fault fault;

  BadTextException(Fault fault) {
    super(fault.problem());
    this.fault = fault;
  }

  BadTextException(String reason, String problem, long line, String remedy) {
    this(Fault.at(line, reason, problem, remedy));
  }

  /** What is wrong, and where. */
  Fault fault() {
    return fault;
  }
}
