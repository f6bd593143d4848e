package sluice.extract.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What tests with real servers do not come to. */
final class TlsProblemTest {

  @Test
  void aCertificateOutOfDateIsNotTakenForAStrangers() {
    Throwable chain = new CertPathValidatorException("", new CertificateExpiredException());
    assertThat(TlsProblem.behind(shaken(new CertificateException(chain))))
        .contains(TlsProblem.OUT_OF_DATE);
    assertThat(TlsProblem.behind(shaken(new CertificateException("no path"))))
        .contains(TlsProblem.UNKNOWN_SIGNER);
  }

  @Test
  void whoCannotAgreeIsTold() {
    assertThat(TlsProblem.behind(shaken(null))).contains(TlsProblem.NO_AGREEMENT);
  }

  @Test
  void aConnectionThatIsCutPassesByItself() {
    assertThat(TlsProblem.behind(shaken(new EOFException()))).isEmpty();
    assertThat(TlsProblem.behind(shaken(new SocketException("Connection reset")))).isEmpty();
    assertThat(TlsProblem.behind(new SQLException("", "08006", new SSLException("closed"))))
        .isEmpty();
  }

  private static SQLException shaken(Throwable cause) {
    SSLHandshakeException handshake = new SSLHandshakeException("handshake_failure");
    if (cause != null) {
      handshake.initCause(cause);
    }
    return new SQLException("SSL error", "08006", handshake);
  }
}
