package sluice.extract.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import sluice.RejectedException;

/** Connections that are refused for good. */
public final class Refusals {

  /** The password that they are tried with. */
  public static final String PASSWORD = "hidden-word";

  private Refusals() {}

  /**
   * Asserts that the connection is refused with that message, and that no cause has the password.
   */
  public static void assertRefused(ThrowingCallable connecting, String message) {
    Throwable refused = catchThrowable(connecting);
    assertThat(refused).isInstanceOf(RejectedException.class).hasMessage(message);
    for (Throwable next = refused; next != null; next = next.getCause()) {
      assertThat(next.toString()).doesNotContain(PASSWORD);
    }
  }
}
