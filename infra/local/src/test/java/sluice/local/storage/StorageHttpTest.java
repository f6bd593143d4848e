package sluice.local.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.TestCloud;

/** Shapes that the Java client does not show. */
final class StorageHttpTest {

  private static final String UPLOAD = "/upload/storage/v1/b/bkt/o?uploadType=";

  @TempDir Path folder;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.in(folder);
    cloud.storage.createBucket("bkt");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void takesAPlainUploadAndServesRangesOfIt() {
    assertThat(cloud.send("POST", UPLOAD + "media&name=a.csv", "0123456789").statusCode())
        .isEqualTo(200);

    String path = "/storage/v1/b/bkt/o/a.csv?alt=media";
    HttpResponse<String> part = cloud.send("GET", path, "", "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
    assertThat(cloud.send("GET", path, "", "Range", "bytes=-3").body()).isEqualTo("789");
    assertThat(cloud.send("GET", path, "", "Range", "bytes=10-").statusCode()).isEqualTo(416);
  }

  @Test
  void answers304ToWhoHasItAlready() {
    cloud.send("POST", UPLOAD + "media&name=a", "x");
    String path = "/storage/v1/b/bkt/o/a";
    String etag = cloud.send("GET", path, "").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        cloud.send("GET", path + "?alt=media", "", "If-None-Match", "\"" + etag + "\"");
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void readsAMultipartBodyWithBareLineFeedsAndASingleQuotedBoundary() {
    String body =
        """
        --===7==
        content-type: application/json

        {"name": "dir/f.txt", "contentType": "text/plain"}
        --===7==
        content-type: text/plain
        content-transfer-encoding: binary

        line\r
        --===7=

        --===7==--""";
    HttpResponse<String> answer =
        cloud.send(
            "POST",
            UPLOAD + "multipart",
            body,
            "Content-Type",
            "multipart/related; boundary='===7=='");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(cloud.send("GET", "/storage/v1/b/bkt/o/dir%2Ff.txt?alt=media", "").body())
        .isEqualTo("line\r\n--===7=\n");
  }

  @Test
  void refusesAMultipartBodyThatWasCutOff() {
    HttpResponse<String> answer =
        cloud.send(
            "POST",
            UPLOAD + "multipart&name=x",
            "--s\r\n\r\n{}\r\n--s\r\n\r\nhalf of i",
            "Content-Type",
            "multipart/related; boundary=s");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("its closing boundary is missing");
    assertThat(cloud.storage.find("bkt", "x")).isEmpty();
    assertThat(folder.resolve("objects")).isEmptyDirectory();
  }

  @Test
  void resumesAnUploadAfterAKill(@TempDir Path elsewhere) {
    String start =
        cloud
            .send("POST", UPLOAD + "resumable&name=r&ifGenerationMatch=0", "{}")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    byte[] whole = new byte[600_000];
    java.util.Arrays.fill(whole, (byte) 7);
    HttpResponse<String> first =
        cloud.send(
            "PUT",
            start,
            BodyPublishers.ofByteArray(java.util.Arrays.copyOf(whole, 524_288)),
            "Content-Range",
            "bytes 0-524287/*");
    assertThat(first.statusCode()).isEqualTo(308);
    assertThat(first.headers().firstValue("Range")).hasValue("bytes=0-524287");

    TestCloud.asKilled(folder, elsewhere);
    try (TestCloud again = TestCloud.in(elsewhere)) {
      String location = start.replace(cloud.address(), "");
      HttpResponse<String> status = again.send("PUT", location, "", "Content-Range", "bytes */*");
      assertThat(status.statusCode()).isEqualTo(308);
      assertThat(status.headers().firstValue("Range")).hasValue("bytes=0-524287");
      // It starts earlier than it has to: those bytes are known already.
      HttpResponse<String> last =
          again.send(
              "PUT",
              location,
              BodyPublishers.ofByteArray(java.util.Arrays.copyOfRange(whole, 262_144, 600_000)),
              "Content-Range",
              "bytes 262144-599999/600000");
      assertThat(last.statusCode()).isEqualTo(200);
      assertThat(again.storage.find("bkt", "r").orElseThrow().size()).isEqualTo(600_000);
      assertThat(again.send("PUT", location, "", "Content-Range", "bytes */*").body())
          .isEqualTo(last.body());
    }
  }

  @Test
  void refusesBytesThatDoNotMatchTheirChecksum() {
    HttpResponse<String> answer =
        cloud.send("POST", UPLOAD + "media&name=a", "abc", "x-goog-hash", "crc32c=AAAAAA==");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Provided CRC32C \\\"AAAAAA==\\\" doesn't match");
    assertThat(cloud.storage.find("bkt", "a")).isEmpty();
  }

  @Test
  void saysErrorsAsTheCloudDoes() {
    assertThat(JsonParser.parseString(cloud.send("GET", "/storage/v1/b/bkt/o/none", "").body()))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"error":{"code":404,"message":"No such object: bkt/none","errors":[
                  {"message":"No such object: bkt/none","domain":"global","reason":"notFound"}]}}
                """));
    assertThat(cloud.send("GET", "/storage/v1/b/bkt/o/none?alt=media", "").body())
        .isEqualTo("No such object: bkt/none");
    assertThat(
            cloud.send("POST", "/upload/storage/v1/b/nope/o?uploadType=media&name=a", "x").body())
        .contains("The specified bucket does not exist.");
  }

  @Test
  void unzipsForReadersThatDoNot() throws Exception {
    java.io.ByteArrayOutputStream zipped = new java.io.ByteArrayOutputStream();
    try (var out = new java.util.zip.GZIPOutputStream(zipped)) {
      out.write("hello".getBytes(UTF_8));
    }
    cloud.send(
        "POST",
        UPLOAD + "media&name=z&contentEncoding=gzip",
        BodyPublishers.ofByteArray(zipped.toByteArray()));

    assertThat(cloud.send("GET", "/storage/v1/b/bkt/o/z?alt=media", "").body()).isEqualTo("hello");
    assertThat(
            cloud
                .send("GET", "/storage/v1/b/bkt/o/z?alt=media", "", "Accept-Encoding", "gzip")
                .headers()
                .firstValue("Content-Encoding"))
        .hasValue("gzip");
  }

  @Test
  void leavesNoFileBehindThatNoObjectOwns() throws Exception {
    cloud.send("POST", UPLOAD + "media&name=a", "1");
    cloud.send("POST", UPLOAD + "media&name=a", "2");
    cloud.send("POST", UPLOAD + "media&name=c", "3");
    cloud.send("POST", "/storage/v1/b/bkt/o/a/rewriteTo/b/bkt/o/c", "");
    cloud.send("DELETE", "/storage/v1/b/bkt/o/a", "");
    Files.writeString(folder.resolve("objects/leftover"), "of a kill");
    cloud.close();

    cloud = TestCloud.in(folder);
    assertThat(cloud.send("GET", "/storage/v1/b/bkt/o/c?alt=media", "").body()).isEqualTo("2");
    try (var files = Files.list(folder.resolve("objects"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void keepsABucketThatIsNotEmpty() {
    cloud.send("POST", UPLOAD + "media&name=a", "1");
    assertThat(cloud.send("DELETE", "/storage/v1/b/bkt", "").statusCode()).isEqualTo(409);
    cloud.send("DELETE", "/storage/v1/b/bkt/o/a", "");
    assertThat(cloud.send("DELETE", "/storage/v1/b/bkt", "").statusCode()).isEqualTo(204);
  }
}
