package sluice.extract.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.handover.ForeignBucket;
import sluice.plan.Handover;

/** How a role of another account is taken on; a server stands in for STS and for S3. */
final class S3BucketsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/handover";

  private final List<String> asked = new ArrayList<>();
  private final List<String> signed = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    System.setProperty("aws.endpointUrlS3", address);
    System.setProperty("aws.endpointUrlSts", address);
  }

  @AfterEach
  void stop() {
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("aws."));
    server.stop(0);
  }

  @Test
  void takesARoleOnByTheFunctionsGoogleIdentityWhereThereAreNoKeys() {
    list(new S3Buckets(false, () -> "a.google.token"));

    assertThat(asked)
        .singleElement()
        .asString()
        .contains("Action=AssumeRoleWithWebIdentity", "RoleArn=" + ROLE)
        .contains("WebIdentityToken=a.google.token")
        .doesNotContain("ExternalId");
    assertThat(signed).singleElement().asString().contains("Credential=TEMPORARY/");
  }

  @Test
  void takesARoleOnByKeysAndWithTheOwnersExternalId() {
    System.setProperty("aws.accessKeyId", "PERMANENT");
    System.setProperty("aws.secretAccessKey", "secret");

    list(new S3Buckets(true, () -> "unused"));

    assertThat(asked)
        .singleElement()
        .asString()
        .contains("Action=AssumeRole&", "RoleArn=" + ROLE, "ExternalId=shop-42");
    assertThat(signed).singleElement().asString().contains("Credential=TEMPORARY/");
  }

  private static void list(S3Buckets buckets) {
    Handover handover =
        new Handover(
            "handover",
            "",
            "ap-northeast-1",
            Optional.of(ROLE),
            Optional.of("shop-42"),
            Handover.Payer.REQUESTER,
            List.of(),
            List.of(),
            Optional.empty());
    try (ForeignBucket bucket = buckets.open(handover)) {
      bucket.list("", entry -> {});
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String answer;
    if (body.contains("Action=AssumeRole")) {
      asked.add(URLDecoder.decode(body, StandardCharsets.UTF_8));
      String name = body.contains("WithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
      answer =
          """
          <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
          <AccessKeyId>TEMPORARY</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
          <SessionToken>session</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
          </Credentials></%1$sResult></%1$sResponse>"""
              .formatted(name);
    } else {
      signed.add(exchange.getRequestHeaders().getFirst("Authorization"));
      assertThat(exchange.getRequestHeaders().getFirst("x-amz-request-payer"))
          .isEqualTo("requester");
      answer = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
