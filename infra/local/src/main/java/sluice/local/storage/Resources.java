package sluice.local.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Objects as the API shows them. */
final class Resources {

  /** Where links in events point. */
  static final String CLOUD = "https://storage.googleapis.com";

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Resources() {}

  /**
   * An object's resource; whole numbers are strings, as JSON has no 64 bits.
   *
   * @param base of its links
   */
  static JsonObject object(StoredObject object, String base) {
    String path = "/storage/v1/b/%s/o/%s".formatted(object.bucket(), encode(object.name()));
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#object");
    json.addProperty(
        "id", "%s/%s/%d".formatted(object.bucket(), object.name(), object.generation()));
    json.addProperty("selfLink", base + path);
    json.addProperty(
        "mediaLink",
        "%s/download%s?generation=%d&alt=media".formatted(base, path, object.generation()));
    json.addProperty("name", object.name());
    json.addProperty("bucket", object.bucket());
    json.addProperty("generation", Long.toString(object.generation()));
    json.addProperty("metageneration", Long.toString(object.metageneration()));
    json.addProperty("size", Long.toString(object.size()));
    if (object.md5Hash() != null) {
      json.addProperty("md5Hash", object.md5Hash());
    }
    json.addProperty("crc32c", object.crc32c());
    json.addProperty("etag", object.etag());
    if (object.components() > 0) {
      json.addProperty("componentCount", object.components());
    }
    json.addProperty("timeCreated", object.timeCreated());
    json.addProperty("updated", object.updated());
    json.addProperty("timeStorageClassUpdated", object.timeCreated());
    json.addProperty("timeFinalized", object.timeCreated());
    object.settings().entrySet().forEach(e -> json.add(e.getKey(), e.getValue().deepCopy()));
    return json;
  }

  static JsonObject list(ListPage page, String base) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#objects");
    page.next().ifPresent(token -> json.addProperty("nextPageToken", token));
    if (!page.prefixes().isEmpty()) {
      JsonArray prefixes = new JsonArray();
      page.prefixes().forEach(prefixes::add);
      json.add("prefixes", prefixes);
    }
    if (!page.objects().isEmpty()) {
      JsonArray items = new JsonArray();
      page.objects().forEach(object -> items.add(object(object, base)));
      json.add("items", items);
    }
    return json;
  }

  static String timestamp(Instant instant) {
    return MILLIS.format(instant);
  }

  static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
