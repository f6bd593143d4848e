package sluice.local.storage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** What a client may choose about an object, apart from its bytes. */
final class Settings {

  private static final String METADATA = "metadata";

  private static final List<String> WRITABLE =
      List.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "customTime",
          "storageClass",
          "eventBasedHold",
          "temporaryHold");

  private Settings() {}

  /** Those in a resource that a client sent. */
  static JsonObject of(JsonObject resource) {
    JsonObject settings = patched(new JsonObject(), resource);
    if (!settings.has("storageClass")) {
      settings.addProperty("storageClass", "STANDARD");
    }
    return settings;
  }

  /** Whether a client's resource chooses anything; a copy without choices keeps the source's. */
  static boolean present(JsonObject resource) {
    return resource.has(METADATA) || WRITABLE.stream().anyMatch(resource::has);
  }

  /** JSON merge patch: null takes away; {@code metadata} is merged key by key. */
  static JsonObject patched(JsonObject settings, JsonObject patch) {
    JsonObject result = settings.deepCopy();
    for (String key : WRITABLE) {
      if (patch.has(key)) {
        set(result, key, patch.get(key));
      }
    }
    if (patch.has(METADATA)) {
      if (patch.get(METADATA).isJsonNull()) {
        result.remove(METADATA);
      } else {
        JsonObject metadata =
            result.has(METADATA) ? result.getAsJsonObject(METADATA) : new JsonObject();
        for (Map.Entry<String, JsonElement> entry : patch.getAsJsonObject(METADATA).entrySet()) {
          set(metadata, entry.getKey(), entry.getValue());
        }
        result.add(METADATA, metadata);
      }
    }
    return result;
  }

  private static void set(JsonObject target, String key, JsonElement value) {
    if (value.isJsonNull()) {
      target.remove(key);
    } else {
      target.add(key, value);
    }
  }
}
