package sluice.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * The schema in the header of an Avro container file, as BigQuery loads it with {@code
 * useAvroLogicalTypes} and {@code decimalTargetTypes=[NUMERIC,BIGNUMERIC,STRING]}.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/">Avro's specification</a>
 */
final class AvroHeader {

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};

  /** Larger than any schema; a longer text is no header. */
  private static final int MOST_BYTES = 16 << 20;

  private static final Map<String, ColumnType> TYPES =
      Map.of(
          "boolean", ColumnType.BOOL,
          "int", ColumnType.INT64,
          "long", ColumnType.INT64,
          "float", ColumnType.FLOAT64,
          "double", ColumnType.FLOAT64,
          "bytes", ColumnType.BYTES,
          "fixed", ColumnType.BYTES,
          "string", ColumnType.STRING,
          "enum", ColumnType.STRING);

  private static final Map<String, ColumnType> LOGICAL =
      Map.of(
          "date", ColumnType.DATE,
          "time-millis", ColumnType.TIME,
          "time-micros", ColumnType.TIME,
          "timestamp-millis", ColumnType.TIMESTAMP,
          "timestamp-micros", ColumnType.TIMESTAMP,
          "local-timestamp-millis", ColumnType.DATETIME,
          "local-timestamp-micros", ColumnType.DATETIME);

  private static final Map<String, ColumnType> SQL_TYPES =
      Map.of(
          "JSON", ColumnType.JSON,
          "DATETIME", ColumnType.DATETIME,
          "datetime", ColumnType.DATETIME,
          "GEOGRAPHY", ColumnType.GEOGRAPHY);

  private final Map<String, JsonObject> named = new HashMap<>();
  private final Set<String> unread = new HashSet<>();

  private AvroHeader() {}

  /** The columns of a file, from its first bytes on. */
  static FileSchema read(InputStream file) throws IOException {
    String text = schema(new DataInputStream(file));
    JsonElement schema = JsonParser.parseString(text);
    if (!schema.isJsonObject() || !schema.getAsJsonObject().has("fields")) {
      return new FileSchema.Silent();
    }
    AvroHeader header = new AvroHeader();
    List<Column> columns = new ArrayList<>();
    for (JsonElement field : schema.getAsJsonObject().getAsJsonArray("fields")) {
      String name = field.getAsJsonObject().get("name").getAsString();
      Optional<Column> column = header.column(name, field.getAsJsonObject().get("type"));
      columns.add(column.orElseGet(() -> header.unread(name)));
    }
    return new FileSchema.Typed(columns, header.unread, text);
  }

  private Column unread(String name) {
    unread.add(Names.key(name));
    return Column.of(name, ColumnType.STRING);
  }

  private static String schema(DataInputStream file) throws IOException {
    if (!Arrays.equals(file.readNBytes(MAGIC.length), MAGIC)) {
      throw new IOException("it does not begin as an Avro file does");
    }
    for (long count = number(file); count != 0; count = number(file)) {
      if (count < 0) {
        number(file);
        count = -count;
      }
      for (long entry = 0; entry < count; entry++) {
        String key = new String(bytes(file), StandardCharsets.UTF_8);
        byte[] value = bytes(file);
        if (key.equals("avro.schema")) {
          return new String(value, StandardCharsets.UTF_8);
        }
      }
    }
    throw new IOException("its header has no schema");
  }

  private static byte[] bytes(DataInputStream file) throws IOException {
    long length = number(file);
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("its header has a text of %d bytes".formatted(length));
    }
    byte[] bytes = file.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("it ends in its header");
    }
    return bytes;
  }

  /** A variable-length zig-zag number. */
  private static long number(DataInputStream file) throws IOException {
    long raw = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = file.readUnsignedByte();
      raw |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new IOException("its header has a number that does not end");
  }

  private Optional<Column> column(String name, JsonElement type) {
    if (type.isJsonArray()) {
      return union(name, type.getAsJsonArray());
    }
    JsonObject object = object(type);
    String kind = object.get("type").getAsString();
    return switch (kind) {
      case "record" -> record(name, object);
      case "array" -> column(name, object.get("items")).map(element -> element.as(Mode.REPEATED));
      case "map" ->
          column("value", object.get("values"))
              .map(
                  value ->
                      Column.struct(
                              name,
                              List.of(Column.of("key", ColumnType.STRING).as(Mode.REQUIRED), value))
                          .as(Mode.REPEATED));
      default -> scalar(object, kind).map(of -> Column.of(name, of).as(Mode.REQUIRED));
    };
  }

  /** A type as an object; a name stands for what was defined under it before. */
  private JsonObject object(JsonElement type) {
    JsonObject object = new JsonObject();
    if (type.isJsonPrimitive()) {
      JsonObject known = named.get(type.getAsString());
      if (known != null) {
        return known;
      }
      object.add("type", type);
      return object;
    }
    object = type.getAsJsonObject();
    if (object.get("type").isJsonObject()) {
      return object(object.get("type"));
    }
    if (object.has("name")) {
      String simple = object.get("name").getAsString();
      named.put(simple, object);
      if (object.has("namespace")) {
        named.put(object.get("namespace").getAsString() + "." + simple, object);
      }
    }
    return object;
  }

  private Optional<Column> union(String name, JsonArray branches) {
    List<JsonElement> present = new ArrayList<>();
    for (JsonElement branch : branches) {
      if (!(branch.isJsonPrimitive() && branch.getAsString().equals("null"))) {
        present.add(branch);
      }
    }
    if (present.size() != 1) {
      return Optional.empty();
    }
    return column(name, present.get(0))
        .map(
            column ->
                column.mode() == Mode.REQUIRED && branches.size() > 1
                    ? column.as(Mode.NULLABLE)
                    : column);
  }

  private Optional<Column> record(String name, JsonObject record) {
    List<Column> fields = new ArrayList<>();
    for (JsonElement field : record.getAsJsonArray("fields")) {
      JsonObject object = field.getAsJsonObject();
      Optional<Column> column = column(object.get("name").getAsString(), object.get("type"));
      if (column.isEmpty()) {
        return Optional.empty();
      }
      fields.add(column.get());
    }
    return Optional.of(Column.struct(name, fields).as(Mode.REQUIRED));
  }

  private static Optional<ColumnType> scalar(JsonObject type, String kind) {
    String logical = type.has("logicalType") ? type.get("logicalType").getAsString() : "";
    if (logical.equals("decimal")) {
      return Optional.of(
          Decimals.type(
              type.get("precision").getAsInt(),
              type.has("scale") ? type.get("scale").getAsInt() : 0));
    }
    ColumnType known = LOGICAL.get(logical);
    if (known != null) {
      return Optional.of(known);
    }
    if (kind.equals("string")) {
      String sqlType = type.has("sqlType") ? type.get("sqlType").getAsString() : logical;
      return Optional.of(SQL_TYPES.getOrDefault(sqlType, ColumnType.STRING));
    }
    return Optional.ofNullable(TYPES.get(kind));
  }
}
