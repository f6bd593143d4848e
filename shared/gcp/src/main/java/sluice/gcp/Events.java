package sluice.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is common to all CloudEvents: JSON in them, and ways into it. */
final class Events {

  private Events() {}

  static Optional<JsonElement> data(CloudEvent event) {
    @Nullable CloudEventData data = event.getData();
    return Optional.ofNullable(data).map(CloudEventData::toBytes).map(Events::json);
  }

  static JsonElement json(byte[] bytes) {
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
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
}
