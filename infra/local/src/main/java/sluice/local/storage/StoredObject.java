package sluice.local.storage;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live generation of an object.
 *
 * @param md5Hash base64; null for a composed object, as in the cloud
 * @param crc32c base64 of the big-endian checksum
 * @param components of a composed object; 0 for any other
 * @param settings what its writer chose: {@code contentType}, {@code metadata} and their like
 * @param file the name of its content's file
 */
public record StoredObject(
    String bucket,
    String name,
    long generation,
    long metageneration,
    long size,
    @Nullable String md5Hash,
    String crc32c,
    int components,
    String timeCreated,
    String updated,
    JsonObject settings,
    String file) {

  /** One of the settings. */
  public Optional<String> setting(String key) {
    return settings.has(key) ? Optional.of(settings.get(key).getAsString()) : Optional.empty();
  }

  /** The entity tag as the cloud makes it: generation and metageneration as protobuf, in base64. */
  public String etag() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(1 << 3);
    varint(bytes, generation);
    bytes.write(2 << 3);
    varint(bytes, metageneration);
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  StoredObject with(JsonObject newSettings, String now) {
    return new StoredObject(
        bucket,
        name,
        generation,
        metageneration + 1,
        size,
        md5Hash,
        crc32c,
        components,
        timeCreated,
        now,
        newSettings,
        file);
  }

  private static void varint(ByteArrayOutputStream bytes, long value) {
    long rest = value;
    while (rest >= 0x80) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
