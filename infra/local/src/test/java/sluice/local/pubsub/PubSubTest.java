package sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.Eventually;
import sluice.local.Receiver;
import sluice.local.SetClock;
import sluice.local.TestCloud;

final class PubSubTest {

  private static final String TOPIC = "projects/p1/topics/t";
  private static final String SUBSCRIPTION = "projects/p1/subscriptions/s";
  private static final Duration DEADLINE = Duration.ofSeconds(11);

  @TempDir Path folder;

  private static JsonArray pull(TestCloud cloud, String subscription) {
    String body =
        cloud
            .send(
                "POST",
                "/v1/" + subscription + ":pull",
                "{\"maxMessages\":10,\"returnImmediately\":true}")
            .body();
    JsonObject json = JsonParser.parseString(body).getAsJsonObject();
    return json.has("receivedMessages") ? json.getAsJsonArray("receivedMessages") : new JsonArray();
  }

  @Test
  void servesGooglesClients() throws Exception {
    try (TestCloud cloud = TestCloud.in(folder);
        TopicAdminClient topics =
            TopicAdminClient.create(
                TopicAdminSettings.newHttpJsonBuilder()
                    .setEndpoint(cloud.address())
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build());
        SubscriptionAdminClient subscriptions =
            SubscriptionAdminClient.create(
                SubscriptionAdminSettings.newHttpJsonBuilder()
                    .setEndpoint(cloud.address())
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build())) {
      topics.createTopic(TOPIC);
      // Over HTTP the client reads every 409 as ABORTED, whatever the body says.
      assertThatThrownBy(() -> topics.createTopic(TOPIC)).isInstanceOf(AbortedException.class);
      subscriptions.createSubscription(SUBSCRIPTION, TOPIC, PushConfig.getDefaultInstance(), 10);
      PubsubMessage message =
          PubsubMessage.newBuilder()
              .setData(ByteString.copyFromUtf8("こんにちは"))
              .putAttributes("k", "v")
              .build();
      String id = topics.publish(TOPIC, List.of(message)).getMessageIds(0);

      ReceivedMessage got = subscriptions.pull(SUBSCRIPTION, 5).getReceivedMessages(0);
      assertThat(got.getMessage().getData().toStringUtf8()).isEqualTo("こんにちは");
      assertThat(got.getMessage().getAttributesMap()).containsEntry("k", "v");
      assertThat(got.getMessage().getMessageId()).isEqualTo(id);
      subscriptions.acknowledge(SUBSCRIPTION, List.of(got.getAckId()));
      assertThat(pull(cloud, SUBSCRIPTION)).isEmpty();
      topics.deleteTopic(TOPIC);
      assertThatThrownBy(() -> topics.publish(TOPIC, List.of(message)))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void givesAMessageAgainWhenItsLeaseRunsOutOrIsGivenBack() {
    SetClock clock = new SetClock("2026-03-01T00:00:00Z");
    try (TestCloud cloud = TestCloud.in(folder, clock)) {
      cloud.pubsub.createTopic(TOPIC);
      cloud.send("PUT", "/v1/" + SUBSCRIPTION, "{\"topic\":\"%s\"}".formatted(TOPIC));
      cloud.pubsub.publish(TOPIC, new byte[] {1}, Map.of());

      assertThat(pull(cloud, SUBSCRIPTION)).hasSize(1);
      assertThat(pull(cloud, SUBSCRIPTION)).isEmpty();
      clock.advance(DEADLINE);
      JsonArray again = pull(cloud, SUBSCRIPTION);
      assertThat(again).hasSize(1);
      String ackId = again.get(0).getAsJsonObject().get("ackId").getAsString();
      cloud.send(
          "POST",
          "/v1/" + SUBSCRIPTION + ":modifyAckDeadline",
          "{\"ackIds\":[\"%s\"],\"ackDeadlineSeconds\":0}".formatted(ackId));
      assertThat(pull(cloud, SUBSCRIPTION)).hasSize(1);
    }
  }

  @Test
  void pushesInTheEnvelopeUntilAcknowledged() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver endpoint = new Receiver(500)) {
      cloud.pubsub.createTopic(TOPIC);
      cloud.send(
          "PUT",
          "/v1/" + SUBSCRIPTION,
          "{\"topic\":\"%s\",\"pushConfig\":{\"pushEndpoint\":\"%s\"}}"
              .formatted(TOPIC, endpoint.uri()));
      String id = cloud.pubsub.publish(TOPIC, new byte[] {'x'}, Map.of("a", "b"));

      JsonObject first = JsonParser.parseString(endpoint.next().body()).getAsJsonObject();
      JsonObject second = JsonParser.parseString(endpoint.next().body()).getAsJsonObject();
      assertThat(second).isEqualTo(first);
      JsonObject message = first.getAsJsonObject("message");
      assertThat(message.get("messageId").getAsString()).isEqualTo(id);
      assertThat(message.get("data").getAsString()).isEqualTo("eA==");
      assertThat(first.get("subscription").getAsString()).isEqualTo(SUBSCRIPTION);
      Eventually.holds(
          "acknowledged", () -> cloud.backlog.size("subscription/" + SUBSCRIPTION) == 0);
    }
  }

  @Test
  void sendsWhatWasTriedTooOftenToTheDeadLetterTopic() {
    String dead = "projects/p1/topics/dead";
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver endpoint = new Receiver(500, 500, 500, 500, 500, 500)) {
      cloud.pubsub.createTopic(TOPIC);
      cloud.pubsub.createTopic(dead);
      cloud.send(
          "PUT", "/v1/projects/p1/subscriptions/grave", "{\"topic\":\"%s\"}".formatted(dead));
      String made =
          cloud
              .send(
                  "PUT",
                  "/v1/" + SUBSCRIPTION,
                  """
                  {"topic":"%s","pushConfig":{"pushEndpoint":"%s"},
                   "retryPolicy":{"minimumBackoff":"0.01s","maximumBackoff":"0.02s"},
                   "deadLetterPolicy":{"deadLetterTopic":"%s","maxDeliveryAttempts":5}}
                  """
                      .formatted(TOPIC, endpoint.uri(), dead))
              .body();
      assertThat(made).contains("\"state\":\"ACTIVE\"");
      cloud.pubsub.publish(TOPIC, "bad".getBytes(StandardCharsets.UTF_8), Map.of("k", "v"));
      for (int i = 1; i <= 5; i++) {
        assertThat(endpoint.next().body()).contains("\"deliveryAttempt\":" + i);
      }
      Eventually.holds(
          "buried", () -> cloud.backlog.size("subscription/projects/p1/subscriptions/grave") == 1);

      JsonObject message =
          pull(cloud, "projects/p1/subscriptions/grave")
              .get(0)
              .getAsJsonObject()
              .getAsJsonObject("message");
      assertThat(Base64.getDecoder().decode(message.get("data").getAsString()))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("bad");
      assertThat(message.getAsJsonObject("attributes").asMap())
          .containsKeys("k", "CloudPubSubDeadLetterSourceDeliveryCount");
      assertThat(endpoint.quiet()).isTrue();
    }
  }

  @Test
  void keepsItsMessagesThroughAKill(@TempDir Path elsewhere) {
    try (TestCloud cloud = TestCloud.in(folder)) {
      cloud.pubsub.createTopic(TOPIC);
      cloud.send("PUT", "/v1/" + SUBSCRIPTION, "{\"topic\":\"%s\"}".formatted(TOPIC));
      cloud.pubsub.publish(TOPIC, new byte[] {1}, Map.of());
      cloud.pubsub.publish(TOPIC, new byte[] {2}, Map.of());
      TestCloud.asKilled(folder, elsewhere);
    }
    try (TestCloud again = TestCloud.in(elsewhere)) {
      assertThat(pull(again, SUBSCRIPTION)).hasSize(2);
      String third = again.pubsub.publish(TOPIC, new byte[] {3}, Map.of());
      assertThat(third).isEqualTo("3");
    }
  }

  @Test
  void refusesWhatItDoesNotDo() {
    try (TestCloud cloud = TestCloud.in(folder)) {
      cloud.pubsub.createTopic(TOPIC);
      assertThat(
              cloud
                  .send(
                      "PUT",
                      "/v1/" + SUBSCRIPTION,
                      "{\"topic\":\"%s\",\"filter\":\"attributes:x\"}".formatted(TOPIC))
                  .body())
          .contains("The local cloud has no subscription filters.");
      assertThat(
              cloud
                  .send("PUT", "/v1/" + SUBSCRIPTION, "{\"topic\":\"projects/p1/topics/no\"}")
                  .statusCode())
          .isEqualTo(404);
      assertThat(cloud.send("POST", "/v1/" + TOPIC + ":publish", "{\"messages\":[{}]}").body())
          .contains("INVALID_ARGUMENT");
    }
  }
}
