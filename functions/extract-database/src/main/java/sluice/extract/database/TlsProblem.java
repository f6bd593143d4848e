package sluice.extract.database;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a connection cannot be encrypted and verified, where to try again does not help. */
public enum TlsProblem {
  NOT_OFFERED(
      "the server speaks no TLS, and the connection's MODE demands it",
      "Turn TLS on at the server; look also whether host and port are the right ones."),
  DEMANDED(
      "the server takes connections over TLS only",
      "Add MODE=verify-full and AUTHORITY, the path of the server's CA, to the connection."),
  UNKNOWN_SIGNER(
      "no CA that the connection trusts has signed the server's certificate",
      "Have the CA that signed it in the file of AUTHORITY, as PEM; if it was there and nobody"
          + " changed the server, find out who answers in its place."),
  OTHER_NAME(
      "the server's certificate is for another host",
      "Connect by a name that the certificate has; MODE=verify-ca is enough only where its CA signs"
          + " for no other server."),
  OUT_OF_DATE(
      "the server's certificate has expired, or is not valid yet",
      "Ask the server's owner to renew it."),
  NO_AUTHORITY(
      "the file of AUTHORITY is not there, or holds no CA's certificate",
      "Put the CA's certificate, as PEM, where AUTHORITY says; for the function, mount the secret"
          + " that holds it."),
  CLIENT_UNKNOWN(
      "the server demands a client's certificate, and was shown none that it takes for this user",
      "Add STORE, the path of a PKCS-12 file, and SECRET, its password, to the connection: a key and"
          + " a certificate under the name user, signed by the server's CA for clients and made out"
          + " to that user."),
  NO_CLIENT_KEY(
      "the client's key cannot be read",
      "Put a PKCS-12 file with the client's key and certificate where STORE says, and its password"
          + " into SECRET; for the function, mount the secret that holds it."),
  NO_AGREEMENT(
      "server and driver cannot agree on how to speak TLS",
      "See which versions and ciphers of TLS the server takes.");

  private final String wrong;
  private final String remedy;

  TlsProblem(String wrong, String remedy) {
    this.wrong = wrong;
    this.remedy = remedy;
  }

  /**
   * What a driver calls its options.
   *
   * @param mode how much is demanded, like {@code sslmode}
   * @param authority the file with the CA's certificate, like {@code sslrootcert}
   * @param store the file with the client's key and certificate, like {@code sslkey}
   * @param secret that file's password, like {@code sslpassword}
   */
  public record Options(String mode, String authority, String store, String secret) {
    private String in(String text) {
      return text.replace("MODE", mode)
          .replace("AUTHORITY", authority)
          .replace("STORE", store)
          .replace("SECRET", secret);
    }
  }

  /** What is wrong, without a full stop. */
  public String wrong(Options options) {
    return options.in(wrong);
  }

  /** What to do. */
  public String remedy(Options options) {
    return options.in(remedy);
  }

  /** What the causes of a failed connection tell, whatever the driver says of them. */
  public static Optional<TlsProblem> behind(Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (any(
        causes,
        List.of(CertificateExpiredException.class, CertificateNotYetValidException.class))) {
      return Optional.of(OUT_OF_DATE);
    }
    if (any(causes, List.of(InvalidAlgorithmParameterException.class))) {
      return Optional.of(NO_AUTHORITY);
    }
    if (any(causes, List.of(CertificateException.class, CertPathValidatorException.class))) {
      return Optional.of(any(causes, List.of(SSLException.class)) ? UNKNOWN_SIGNER : NO_AUTHORITY);
    }
    // Who hangs up in the middle may be restarting.
    boolean cut =
        any(
            causes,
            List.of(EOFException.class, SocketException.class, SocketTimeoutException.class));
    return any(causes, List.of(SSLHandshakeException.class, SSLPeerUnverifiedException.class))
            && !cut
        ? Optional.of(NO_AGREEMENT)
        : Optional.empty();
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = failure; next != null && !causes.contains(next); next = next.getCause()) {
      causes.add(next);
    }
    return causes;
  }

  private static boolean any(List<Throwable> causes, List<Class<? extends Throwable>> kinds) {
    return causes.stream()
        .anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
  }
}
