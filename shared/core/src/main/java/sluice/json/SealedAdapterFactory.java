package sluice.json;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sealed interface over records: the record's components behind a {@code kind}. */
final class SealedAdapterFactory implements TypeAdapterFactory {

  /** What a record of a sealed interface is called there; empty for any other record. */
  static Optional<String> kind(Class<?> record) {
    return Arrays.stream(record.getInterfaces()).anyMatch(Class::isSealed)
        ? Optional.of(name(record))
        : Optional.empty();
  }

  private static String name(Class<?> record) {
    return record.getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    if (!raw.isSealed() || !raw.isInterface()) {
      return null;
    }
    Map<String, Class<?>> kinds = new TreeMap<>();
    for (Class<?> permitted : raw.getPermittedSubclasses()) {
      kinds.put(name(permitted), permitted);
    }
    TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        elements.write(out, gson.toJsonTree(value, value.getClass()));
      }

      @Override
      @SuppressWarnings("unchecked") // Every kind is a permitted subclass of T.
      public T read(JsonReader in) throws IOException {
        JsonElement tree = elements.read(in);
        JsonElement kind = tree.isJsonObject() ? tree.getAsJsonObject().remove("kind") : null;
        Class<?> permitted = kind == null ? null : kinds.get(kind.getAsString());
        if (permitted == null) {
          throw new JsonParseException("kind " + kind + " is none of " + kinds.keySet());
        }
        return (T) gson.fromJson(tree, permitted);
      }
    }.nullSafe();
  }
}
