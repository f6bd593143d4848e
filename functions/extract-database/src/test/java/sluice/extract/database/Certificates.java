package sluice.extract.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Keys and certificates of a server and of its clients, made for this run by the JDK's keytool: for
 * the name localhost alone, so that who connects to 127.0.0.1 reaches a server of another name.
 *
 * @param key the server's key, which only its owner reads
 * @param certificate the server's, signed by {@code authority}
 * @param authority the certificate of the authority
 * @param stranger the certificate of an authority that has signed nothing
 * @param bundle both authorities' certificates in one file, as cloud providers hand theirs out
 * @param clerk the client whose name is clerk, signed by {@code authority}
 * @param impostor one of the same name, signed by {@code stranger}
 */
public record Certificates(
    Path key,
    Path certificate,
    Path authority,
    Path stranger,
    Path bundle,
    Client clerk,
    Client impostor) {

  /** Of all keys and stores. */
  public static final String PASSWORD = "changeit";

  private static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");

  /** The only keys that a MySQL before 8.0.16 serves. */
  private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");

  /**
   * A client's.
   *
   * @param key as PKCS-8, in DER
   * @param store both, as PKCS-12, under the name user, which PostgreSQL's driver asks for
   */
  public record Client(Path certificate, Path key, Path store) {}

  private static final class OfThisRun {
    static final Certificates MADE = make();
  }

  public static Certificates ofThisRun() {
    return OfThisRun.MADE;
  }

  private static Certificates make() {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tls");
      Path store = folder.resolve("keys.p12").toAbsolutePath();
      generate(store, "authority", EC, "-ext", "bc:c", "-dname", "CN=Tests' authority");
      generate(store, "stranger", EC, "-ext", "bc:c", "-dname", "CN=Somebody else's authority");
      generate(
          store,
          "server",
          RSA,
          "-signer",
          "authority",
          "-ext",
          "san=dns:localhost",
          "-dname",
          "CN=server");
      generate(store, "clerk", EC, "-signer", "authority", "-dname", "CN=clerk");
      generate(store, "impostor", EC, "-signer", "stranger", "-dname", "CN=clerk");
      return export(folder, store);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Certificates export(Path folder, Path store)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
    Path authority = write(folder, "authority", keys);
    Path stranger = write(folder, "stranger", keys);
    Path bundle = folder.resolve("bundle.pem").toAbsolutePath();
    Files.writeString(bundle, Files.readString(stranger) + Files.readString(authority));
    return new Certificates(
        write(folder, "server.key", "PRIVATE KEY", key),
        write(folder, "server", keys),
        authority,
        stranger,
        bundle,
        client(folder, "clerk", keys),
        client(folder, "impostor", keys));
  }

  private static Client client(Path folder, String alias, KeyStore keys)
      throws IOException, GeneralSecurityException {
    char[] password = PASSWORD.toCharArray();
    Key key = keys.getKey(alias, password);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, password);
    own.setKeyEntry("user", key, password, new Certificate[] {keys.getCertificate(alias)});
    Path store = folder.resolve(alias + ".p12").toAbsolutePath();
    try (OutputStream to = Files.newOutputStream(store)) {
      own.store(to, password);
    }
    Path pkcs8 = Files.write(ownersOnly(folder, alias + ".pk8"), key.getEncoded());
    return new Client(write(folder, alias, keys), pkcs8, store);
  }

  private static Path write(Path folder, String alias, KeyStore keys)
      throws IOException, GeneralSecurityException {
    byte[] encoded = keys.getCertificate(alias).getEncoded();
    return write(folder, alias + ".pem", "CERTIFICATE", encoded);
  }

  private static Path write(Path folder, String name, String kind, byte[] encoded)
      throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return Files.writeString(
        ownersOnly(folder, name),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body));
  }

  private static Path ownersOnly(Path folder, String name) throws IOException {
    return Files.createFile(
        folder.resolve(name).toAbsolutePath(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void generate(Path store, String alias, List<String> kind, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.add("-genkeypair");
    command.addAll(kind);
    command.addAll(List.of("-validity", "2", "-startdate", "-1d", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-alias", alias));
    command.addAll(List.of(options));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + said);
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", interruption);
    }
  }
}
