package sluice.local.bigquery.jobs;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.local.bigquery.store.Refusal;

/** OPTIONS(...) of DDL as members of REST resources. */
final class Options {

  private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000L);
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd['T'][' ']HH:mm:ss[.SSSSSS][.SSS]")
          .appendPattern("[XXX][X]")
          .toFormatter(Locale.ROOT);

  private final Connection connection;

  Options(Connection connection) {
    this.connection = connection;
  }

  /** A patch of a table's resource; what is set to NULL is JSON null. */
  JsonObject tableResource(Map<String, String> options) throws SQLException {
    JsonObject resource = new JsonObject();
    for (Map.Entry<String, String> option : options.entrySet()) {
      JsonElement value = value(option.getValue());
      switch (option.getKey().toLowerCase(Locale.ROOT)) {
        case "description" -> resource.add("description", value);
        case "friendly_name" -> resource.add("friendlyName", value);
        case "labels" -> resource.add("labels", labels(text(option.getValue())));
        case "expiration_timestamp" -> resource.add("expirationTime", millis(value));
        case "partition_expiration_days" -> partitioning(resource).add("expirationMs", days(value));
        case "require_partition_filter" -> resource.add("requirePartitionFilter", value);
        case "max_staleness", "kms_key_name", "tags", "enable_change_history" -> {
          // Means nothing here.
        }
        default -> throw new Refusal("invalidQuery", "Unknown option: " + option.getKey(), "query");
      }
    }
    return resource;
  }

  /** A patch of a dataset's resource. */
  JsonObject datasetResource(Map<String, String> options) throws SQLException {
    JsonObject resource = new JsonObject();
    for (Map.Entry<String, String> option : options.entrySet()) {
      JsonElement value = value(option.getValue());
      switch (option.getKey().toLowerCase(Locale.ROOT)) {
        case "description" -> resource.add("description", value);
        case "friendly_name" -> resource.add("friendlyName", value);
        case "location" -> resource.add("location", value);
        case "labels" -> resource.add("labels", labels(text(option.getValue())));
        case "default_table_expiration_days" ->
            resource.add("defaultTableExpirationMs", days(value));
        case "default_partition_expiration_days" ->
            resource.add("defaultPartitionExpirationMs", days(value));
        default -> throw new Refusal("invalidQuery", "Unknown option: " + option.getKey(), "query");
      }
    }
    return resource;
  }

  private static JsonObject partitioning(JsonObject resource) {
    if (!resource.has("timePartitioning")) {
      resource.add("timePartitioning", new JsonObject());
    }
    return resource.getAsJsonObject("timePartitioning");
  }

  private JsonElement value(String duckSql) throws SQLException {
    return text(duckSql).map(JsonParser::parseString).orElse(JsonNull.INSTANCE);
  }

  private Optional<String> text(String duckSql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + duckSql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Optional.ofNullable(row.getString(1));
    }
  }

  /** Pairs of key and value: objects whose two members may both be named "". */
  private static JsonElement labels(Optional<String> pairs) {
    if (pairs.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject labels = new JsonObject();
    try (JsonReader reader = new JsonReader(new StringReader(pairs.get()))) {
      reader.beginArray();
      while (reader.hasNext()) {
        reader.beginObject();
        String key = member(reader);
        labels.addProperty(key, member(reader));
        reader.endObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return labels;
  }

  private static String member(JsonReader reader) throws IOException {
    String unusedName = reader.nextName();
    return reader.nextString();
  }

  private static JsonElement days(JsonElement days) {
    return days.isJsonNull()
        ? days
        : millisText(days.getAsBigDecimal().multiply(MILLIS_A_DAY).toBigInteger().toString());
  }

  private static JsonElement millis(JsonElement moment) {
    if (moment.isJsonNull()) {
      return moment;
    }
    try {
      Instant at = OffsetDateTime.parse(moment.getAsString(), MOMENT).toInstant();
      return millisText(Long.toString(at.toEpochMilli()));
    } catch (DateTimeParseException e) {
      throw new Refusal("invalidQuery", "expiration_timestamp is no timestamp: " + moment, "query");
    }
  }

  private static JsonElement millisText(String text) {
    return new com.google.gson.JsonPrimitive(text);
  }
}
