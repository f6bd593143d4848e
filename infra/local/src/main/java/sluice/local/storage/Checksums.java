package sluice.local.storage;

import com.google.gson.JsonObject;
import java.util.Optional;
import sluice.local.http.Request;

/** The checksums that a client says its bytes have. */
record Checksums(Optional<String> crc32c, Optional<String> md5Hash) {

  /** From the metadata or, where it has none, the {@code x-goog-hash} header. */
  static Checksums of(JsonObject resource, Request request) {
    return new Checksums(
        field(resource, "crc32c").or(() -> header(request, "crc32c=")),
        field(resource, "md5Hash").or(() -> header(request, "md5=")));
  }

  void demand(Digest actual) {
    if (crc32c.isPresent() && !crc32c.get().equals(actual.crc32c())) {
      throw Errors.invalid(
          "Provided CRC32C \"%s\" doesn't match calculated CRC32C \"%s\"."
              .formatted(crc32c.get(), actual.crc32c()));
    }
    if (md5Hash.isPresent() && !md5Hash.get().equals(actual.md5Hash())) {
      throw Errors.invalid(
          "Provided MD5 hash \"%s\" doesn't match calculated MD5 hash \"%s\"."
              .formatted(md5Hash.get(), actual.md5Hash()));
    }
  }

  private static Optional<String> field(JsonObject resource, String key) {
    return Optional.ofNullable(resource.get(key))
        .filter(value -> !value.isJsonNull())
        .map(value -> value.getAsString());
  }

  private static Optional<String> header(Request request, String start) {
    return request.headers().getOrDefault("x-goog-hash", java.util.List.of()).stream()
        .flatMap(value -> java.util.Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(value -> value.startsWith(start))
        .map(value -> value.substring(start.length()))
        .findFirst();
  }
}
