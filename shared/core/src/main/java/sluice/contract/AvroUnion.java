package sluice.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The schema that has the fields of several Avro files. A load job reads all of its files by one
 * schema, the last file's by name, and what that one lacks it leaves out without a word.
 */
public final class AvroUnion {

  private AvroUnion() {}

  /**
   * The schema with which one job reads all of them; empty where the last one does.
   *
   * @param schemas of files, in the order of their names
   */
  public static Optional<String> of(List<String> schemas) {
    List<String> newestFirst = new ArrayList<>(schemas);
    Collections.reverse(newestFirst);
    if (newestFirst.isEmpty()) {
      return Optional.empty();
    }
    JsonObject union = JsonParser.parseString(newestFirst.get(0)).getAsJsonObject();
    JsonArray fields = union.getAsJsonArray("fields");
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(name(field)));
    int own = fields.size();
    for (String schema : new LinkedHashSet<>(newestFirst)) {
      JsonParser.parseString(schema)
          .getAsJsonObject()
          .getAsJsonArray("fields")
          .forEach(
              field -> {
                if (names.add(name(field))) {
                  fields.add(nullable(field.getAsJsonObject()));
                }
              });
    }
    return fields.size() == own ? Optional.empty() : Optional.of(union.toString());
  }

  private static String name(JsonElement field) {
    return Names.key(field.getAsJsonObject().get("name").getAsString());
  }

  private static JsonObject nullable(JsonObject field) {
    JsonElement type = field.get("type");
    boolean repeated =
        type.isJsonObject() && type.getAsJsonObject().get("type").toString().equals("\"array\"");
    if (!type.isJsonArray() && !repeated) {
      JsonArray either = new JsonArray();
      either.add("null");
      either.add(type);
      field.add("type", either);
    }
    field.remove("default");
    return field;
  }

  /** Writes an Avro file of that schema without rows. */
  public static void write(String schema, OutputStream file) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {'O', 'b', 'j', 1});
    number(2, header);
    text("avro.schema", header);
    text(schema, header);
    text("avro.codec", header);
    text("null", header);
    number(0, header);
    header.writeBytes(new byte[16]);
    file.write(header.toByteArray());
  }

  private static void text(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length, out);
    out.writeBytes(bytes);
  }

  private static void number(long value, ByteArrayOutputStream out) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
