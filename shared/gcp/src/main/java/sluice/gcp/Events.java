package sluice.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.RejectedException;

/** What is common to all CloudEvents: JSON in them, and ways into it. */
final class Events {

  private Events() {}

  /** The event's own JSON, if it has any. */
  static Optional<JsonElement> data(CloudEvent event) {
    @Nullable CloudEventData data = event.getData();
    return Optional.ofNullable(data)
        .map(CloudEventData::toBytes)
        .map(bytes -> json(event, new String(bytes, StandardCharsets.UTF_8)));
  }

  /** The JSON of the message that a Pub/Sub event carries, if it has any. */
  static Optional<JsonElement> message(CloudEvent event) {
    return data(event)
        .flatMap(envelope -> text(envelope, "message", "data"))
        .map(encoded -> json(event, decoded(event, encoded)));
  }

  /** What lies at the end of a path of keys, if all of it is there. */
  static Optional<JsonElement> at(JsonElement root, String... path) {
    Optional<JsonElement> element = Optional.of(root);
    for (String key : path) {
      element =
          element
              .filter(JsonElement::isJsonObject)
              .map(parent -> parent.getAsJsonObject().get(key));
    }
    return element;
  }

  /** The text or number at the end of a path of keys, if there is one. */
  static Optional<String> text(JsonElement root, String... path) {
    return at(root, path).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
  }

  private static JsonElement json(CloudEvent event, String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw garbage(event, "JSON", e);
    }
  }

  private static String decoded(CloudEvent event, String encoded) {
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw garbage(event, "base64", e);
    }
  }

  /** Garbage stays garbage, however often it is delivered. */
  private static RejectedException garbage(CloudEvent event, String wanted, Throwable cause) {
    return new RejectedException(
        "Event %s from %s is not %s. Let only Google Cloud's own events trigger this function."
            .formatted(event.getId(), event.getSource(), wanted),
        cause);
  }
}
