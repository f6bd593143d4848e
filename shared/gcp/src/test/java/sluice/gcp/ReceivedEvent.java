package sluice.gcp;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** A CloudEvent as the platform hands it to a function; its text is null for one without data. */
record ReceivedEvent(String text, Map<String, Object> extensions) implements CloudEvent {

  private static final URI SOURCE = URI.create("//storage.googleapis.com/projects/_/buckets/b");

  /** An event that carries that text. */
  static ReceivedEvent of(String text) {
    return new ReceivedEvent(text, Map.of());
  }

  /** A message of a topic, in Pub/Sub's envelope. */
  static ReceivedEvent ofMessage(String text) {
    String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return of(
        """
        {"message": {"data": "%s", "attributes": {}, "messageId": "7",
                     "publishTime": "2026-03-02T12:00:01Z"},
         "subscription": "projects/p/subscriptions/s"}
        """
            .formatted(data));
  }

  @Override
  public CloudEventData getData() {
    return text == null ? null : () -> text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public String getId() {
    return "e1";
  }

  @Override
  public String getType() {
    return "google.cloud.storage.object.v1.finalized";
  }

  @Override
  public URI getSource() {
    return SOURCE;
  }

  @Override
  public String getDataContentType() {
    return "application/json";
  }

  @Override
  public URI getDataSchema() {
    return null;
  }

  @Override
  public String getSubject() {
    return null;
  }

  @Override
  public OffsetDateTime getTime() {
    return null;
  }

  @Override
  public Object getAttribute(String name) {
    throw new IllegalArgumentException(name);
  }

  @Override
  public Object getExtension(String name) {
    return extensions.get(name);
  }

  @Override
  public Set<String> getExtensionNames() {
    return extensions.keySet();
  }
}
