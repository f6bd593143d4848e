package sluice.local.sql.udf;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** BYTES, which come and go as hexadecimal text. */
final class Bytes {
  private static final BaseEncoding HEX = BaseEncoding.base16();

  private Bytes() {}

  static void addTo(Registrar all) {
    all.add("gs_utf8", "TEXT -> TEXT", a -> utf8(decode(a[0])));
    all.add("gs_safe_utf8", "TEXT -> TEXT", a -> new String(decode(a[0]), StandardCharsets.UTF_8));
    all.add("gs_hex", "TEXT -> TEXT", a -> hex((String) a[0]));
    all.add("gs_from_base64", "TEXT -> TEXT", a -> fromBase64((String) a[0]));
    all.add("gs_sha512", "TEXT -> TEXT", a -> Hashing.sha512().hashBytes(decode(a[0])).toString());
    all.add(
        "gs_farm_fingerprint",
        "TEXT -> LONG",
        a -> Hashing.farmHashFingerprint64().hashBytes(decode(a[0])).asLong());
    all.add(
        "gs_bytes_substr",
        "TEXT LONG LONG -> TEXT",
        a -> substr((String) a[0], (Long) a[1], (Long) a[2]));
    all.add("gs_bytes_of_code_points", "TEXT -> TEXT", a -> ofCodePoints((String) a[0]));
  }

  private static byte[] decode(Object hex) {
    return HEX.decode(((String) hex).toUpperCase(Locale.ROOT));
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("Invalid cast of bytes to UTF8 string", e);
    }
  }

  private static String hex(String text) {
    String even = text.length() % 2 == 0 ? text : "0" + text;
    if (!even.matches("[0-9a-fA-F]*")) {
      throw new IllegalArgumentException("Failed to decode invalid hexadecimal string: " + text);
    }
    return even.toUpperCase(Locale.ROOT);
  }

  private static String fromBase64(String text) {
    try {
      return HEX.encode(java.util.Base64.getDecoder().decode(text.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Failed to decode invalid base64 string", e);
    }
  }

  private static String substr(String hex, long position, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("Third argument in SUBSTR() cannot be negative");
    }
    int size = hex.length() / 2;
    long start = position > 0 ? position - 1 : position == 0 ? 0 : Math.max(0, size + position);
    if (start >= size) {
      return "";
    }
    long end = length > size - start ? size : start + length;
    return hex.substring((int) start * 2, (int) end * 2);
  }

  @SuppressWarnings("NullAway") // Registrar.Body gives null where SQL gives NULL.
  private static String ofCodePoints(String json) {
    StringBuilder out = new StringBuilder();
    for (JsonElement point : JsonParser.parseString(json).getAsJsonArray()) {
      if (point.isJsonNull()) {
        return null;
      }
      long value = point.getAsLong();
      if (value < 0 || value > 255) {
        throw new IllegalArgumentException("Invalid extended ASCII code point: " + value);
      }
      out.append(String.format("%02X", value));
    }
    return out.toString();
  }
}
