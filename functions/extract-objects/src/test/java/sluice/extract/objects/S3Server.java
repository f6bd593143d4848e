package sluice.extract.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import sluice.plan.Handover;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A real S3 server on this machine, its objects in a folder, and the client of who owns them. */
final class S3Server implements AutoCloseable {

  static final String BUCKET = "handover";
  private static final String KEY = "local";
  private static final String SECRET = "local-secret";

  private final Path directory;
  private final S3Proxy server;
  private final S3Client owner;

  S3Server(Path directory) {
    this.directory = directory;
    this.server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(directory.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    this.owner =
        S3Client.builder()
            .region(Region.AP_NORTHEAST_1)
            .endpointOverride(address())
            .forcePathStyle(true)
            .httpClient(Apache5HttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
            .build();
    owner.createBucket(bucket -> bucket.bucket(BUCKET));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  S3Client owner() {
    return owner;
  }

  void put(String key, String text) {
    owner.putObject(object -> object.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  /** Uploads in parts, as tools do that upload large objects. */
  void putInParts(String key, List<byte[]> parts) {
    String upload =
        owner.createMultipartUpload(object -> object.bucket(BUCKET).key(key)).uploadId();
    List<CompletedPart> completed = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      int number = i + 1;
      UploadPartResponse done =
          owner.uploadPart(
              part -> part.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
              RequestBody.fromBytes(parts.get(i)));
      completed.add(CompletedPart.builder().partNumber(number).eTag(done.eTag()).build());
    }
    owner.completeMultipartUpload(
        object ->
            object
                .bucket(BUCKET)
                .key(key)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(completed)));
  }

  /** Changes a byte of an object where it lies, so that the server's checksum is no longer true. */
  void damage(String key) {
    try {
      Path file = directory.resolve(BUCKET).resolve(key);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a table takes of it. */
  static Handover handover(String prefix) {
    return new Handover(
        BUCKET,
        prefix,
        "ap-northeast-1",
        Optional.empty(),
        Optional.empty(),
        Handover.Payer.OWNER,
        List.of(),
        List.of(),
        Optional.empty());
  }

  @Override
  public void close() {
    owner.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
