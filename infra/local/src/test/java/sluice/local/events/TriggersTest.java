package sluice.local.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.Eventually;
import sluice.local.Receiver;
import sluice.local.TestCloud;

final class TriggersTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;

  private static void upload(TestCloud cloud, String name) {
    cloud.send("POST", "/upload/storage/v1/b/bkt/o?uploadType=media&name=" + name, "12345");
  }

  @Test
  void sendsAFinalizedObjectAsABinaryCloudEvent() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver function = new Receiver()) {
      cloud.storage.createBucket("bkt");
      cloud.storage.createBucket("other");
      cloud.triggers.put(Trigger.onFinalized("load", "bkt", function.uri()));
      cloud.send("POST", "/upload/storage/v1/b/other/o?uploadType=media&name=no", "x");
      upload(cloud, "%E5%BA%97/a%20b.csv");

      Receiver.Got got = function.next();
      assertThat(got.request().header("ce-type"))
          .hasValue("google.cloud.storage.object.v1.finalized");
      assertThat(got.request().header("ce-specversion")).hasValue("1.0");
      assertThat(got.request().header("ce-source"))
          .hasValue("//storage.googleapis.com/projects/_/buckets/bkt");
      assertThat(got.request().header("ce-subject")).hasValue("objects/%E5%BA%97/a%20b.csv");
      assertThat(got.request().header("ce-bucket")).hasValue("bkt");
      assertThat(got.request().header("ce-id")).isPresent();
      assertThat(got.request().header("ce-time")).isPresent();
      JsonObject object = JsonParser.parseString(got.body()).getAsJsonObject();
      assertThat(object.get("name").getAsString()).isEqualTo("店/a b.csv");
      assertThat(object.get("size").getAsJsonPrimitive().isString()).isTrue();
      assertThat(object.get("generation").getAsString())
          .isEqualTo("" + cloud.storage.find("bkt", "店/a b.csv").orElseThrow().generation());
      Eventually.holds("the event is done", () -> cloud.triggers.pending("load") == 0);
    }
  }

  @Test
  void repeatsTheSameEventUntilItIsTaken() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver function = new Receiver(500, 503)) {
      cloud.storage.createBucket("bkt");
      cloud.triggers.put(
          Trigger.onFinalized("load", "bkt", function.uri()).withRetry(SHORT, SHORT, HOUR));
      upload(cloud, "a");

      Set<String> ids = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        ids.add(function.next().request().header("ce-id").orElseThrow());
      }
      assertThat(ids).hasSize(1);
      Eventually.holds("the event is done", () -> cloud.triggers.pending("load") == 0);
      assertThat(function.quiet()).isTrue();
    }
  }

  @Test
  void buriesWhatIsNotTakenWithinItsWindow() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver function = new Receiver(500, 500, 500, 500);
        Receiver graveyard = new Receiver()) {
      cloud.storage.createBucket("bkt");
      cloud.pubsub.createTopic("projects/p/topics/dead");
      cloud.triggers.put(Trigger.onPublished("dead", "projects/p/topics/dead", graveyard.uri()));
      cloud.triggers.put(
          Trigger.onFinalized("load", "bkt", function.uri())
              .withRetry(SHORT, SHORT, Duration.ofMillis(10))
              .withDeadLetters("projects/p/topics/dead"));
      upload(cloud, "a");

      JsonObject envelope = JsonParser.parseString(graveyard.next().body()).getAsJsonObject();
      JsonObject attributes = envelope.getAsJsonObject("message").getAsJsonObject("attributes");
      assertThat(attributes.get("ce-subject").getAsString()).isEqualTo("objects/a");
      assertThat(attributes.get("status").getAsString()).isEqualTo("500");
      assertThat(cloud.triggers.pending("load")).isZero();
    }
  }

  @Test
  void sendsAMessageInTheEnvelopeThatFunctionsRead() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver function = new Receiver()) {
      cloud.pubsub.createTopic("projects/p/topics/t");
      cloud.triggers.put(Trigger.onPublished("transform", "projects/p/topics/t", function.uri()));
      cloud.pubsub.publish("projects/p/topics/t", new byte[] {'h', 'i'}, Map.of("k", "v"));

      Receiver.Got got = function.next();
      assertThat(got.request().header("ce-type"))
          .hasValue("google.cloud.pubsub.topic.v1.messagePublished");
      assertThat(got.request().header("ce-source"))
          .hasValue("//pubsub.googleapis.com/projects/p/topics/t");
      JsonObject envelope = JsonParser.parseString(got.body()).getAsJsonObject();
      assertThat(envelope.get("subscription").getAsString())
          .isEqualTo("projects/p/subscriptions/eventarc-transform");
      assertThat(envelope.getAsJsonObject("message").get("data").getAsString()).isEqualTo("aGk=");
    }
  }

  @Test
  void deliversAfterAKillWhatWasAcceptedBefore(@TempDir Path elsewhere) {
    URI nobody = URI.create("http://127.0.0.1:9/deliver");
    try (TestCloud cloud = TestCloud.in(folder)) {
      cloud.storage.createBucket("bkt");
      cloud.triggers.put(Trigger.onFinalized("load", "bkt", nobody).withRetry(SHORT, SHORT, HOUR));
      upload(cloud, "a");
      upload(cloud, "b");
      TestCloud.asKilled(folder, elsewhere);
    }
    try (TestCloud again = TestCloud.in(elsewhere);
        Receiver function = new Receiver()) {
      again.triggers.put(
          Trigger.onFinalized("load", "bkt", function.uri()).withRetry(SHORT, SHORT, HOUR));
      assertThat(
              List.of(
                  function.next().request().header("ce-subject").orElseThrow(),
                  function.next().request().header("ce-subject").orElseThrow()))
          .containsExactlyInAnyOrder("objects/a", "objects/b");
    }
  }

  @Test
  void tellsWhatWaits() {
    try (TestCloud cloud = TestCloud.in(folder)) {
      cloud.storage.createBucket("bkt");
      cloud.triggers.put(
          Trigger.onFinalized("load", "bkt", URI.create("http://127.0.0.1:9/deliver")));
      upload(cloud, "a");
      assertThat(cloud.send("GET", "/_sluice/triggers", "").body())
          .contains("\"name\":\"load\"", "\"waiting\":1");
      cloud.triggers.remove("load");
      assertThat(cloud.triggers.pending("load")).isZero();
    }
  }
}
