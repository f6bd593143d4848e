package sluice.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.time.Duration;
import java.time.Instant;
import sluice.RejectedException;

/**
 * Writes records as JSON and reads them back. Optionals are absent or their value, instants and
 * durations are ISO 8601, a sealed interface is its record with a {@code kind} first. A component
 * that the text lacks is empty where its type has an empty value, as a record of such components
 * has, and an error elsewhere.
 */
public final class Json {

  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapterFactory(new SealedAdapterFactory())
          .registerTypeAdapterFactory(new OptionalAdapterFactory())
          .registerTypeAdapterFactory(new RecordAdapterFactory())
          .registerTypeAdapter(Instant.class, TextAdapter.of(Instants::parse))
          .registerTypeAdapter(Duration.class, TextAdapter.of(Duration::parse))
          .create();

  private Json() {}

  /** The record as one line of JSON. */
  public static String write(Object record) {
    return GSON.toJson(record);
  }

  /**
   * Reads a record.
   *
   * @throws RejectedException when the text is not JSON of that record
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      T value = GSON.fromJson(json, type);
      if (value == null) {
        throw new RejectedException("%s is empty. Write it anew.".formatted(type.getSimpleName()));
      }
      return value;
    } catch (JsonParseException e) {
      throw new RejectedException(
          "This is not a %s: %s. Write it with the version that reads it."
              .formatted(type.getSimpleName(), e.getMessage()),
          e);
    }
  }
}
