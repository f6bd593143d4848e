package sluice.local.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A server of S3's protocol (S3Proxy) on 127.0.0.1, its objects kept in a folder, a bucket in each.
 * Requests are signed with its one key.
 */
public final class LocalS3 implements AutoCloseable {

  public static final String KEY = "local";
  public static final String SECRET = "local-secret";

  private static final Region REGION = Region.AP_NORTHEAST_1;

  private final S3Proxy server;

  private LocalS3(S3Proxy server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for any free one
   * @throws UncheckedIOException when the folder cannot be made, or the port is taken
   */
  public static LocalS3 start(Path directory, int port) {
    try {
      Files.createDirectories(directory);
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(directory.toString()))
              .endpoint(URI.create("http://127.0.0.1:" + port))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
              .ignoreUnknownHeaders(true)
              .build();
      server.start();
      return new LocalS3(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new UncheckedIOException(
          new IOException(
              "S3 could not be started on port %d. Choose another with --port.".formatted(port),
              e));
    }
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** What the SDKs and the command line of AWS read from the environment to reach it. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        address().toString(),
        "AWS_ACCESS_KEY_ID",
        KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET,
        "AWS_REGION",
        REGION.id());
  }

  /** A client of whoever owns its buckets; to be closed. */
  public S3Client owner() {
    return S3Client.builder()
        .region(REGION)
        .endpointOverride(address())
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
        .build();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3 did not stop", e);
    }
  }
}
