package sluice.extract.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A server's key and certificate, made for this run by the JDK's keytool: for the name localhost
 * alone, so that who connects to 127.0.0.1 reaches a server of another name.
 *
 * @param key the server's key, which only its owner reads
 * @param certificate the server's, signed by {@code authority}
 * @param authority the certificate of the authority
 * @param stranger the certificate of an authority that has signed nothing
 * @param bundle both authorities' certificates in one file, as cloud providers hand theirs out
 */
public record Certificates(Path key, Path certificate, Path authority, Path stranger, Path bundle) {
  private static final String PASSWORD = "changeit";

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
      generate(store, "authority", "-ext", "bc:c", "-dname", "CN=Tests' authority");
      generate(store, "stranger", "-ext", "bc:c", "-dname", "CN=Somebody else's authority");
      generate(
          store,
          "server",
          "-signer",
          "authority",
          "-ext",
          "san=dns:localhost",
          "-dname",
          "CN=server");
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
        bundle);
  }

  private static Path write(Path folder, String alias, KeyStore keys)
      throws IOException, GeneralSecurityException {
    byte[] encoded = keys.getCertificate(alias).getEncoded();
    return write(folder, alias + ".pem", "CERTIFICATE", encoded);
  }

  private static Path write(Path folder, String name, String kind, byte[] encoded)
      throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Path file = folder.resolve(name).toAbsolutePath();
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body));
  }

  private static void generate(Path store, String alias, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
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
