package sluice.json;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sealed interface over records: the record's components behind a {@code kind}. */
final class SealedAdapterFactory implements TypeAdapterFactory {

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    if (!raw.isSealed() || !raw.isInterface()) {
      return null;
    }
    Map<String, Class<?>> kinds = new TreeMap<>();
    for (Class<?> permitted : raw.getPermittedSubclasses()) {
      kinds.put(permitted.getSimpleName().toLowerCase(Locale.ROOT), permitted);
    }
    TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        JsonObject tagged = new JsonObject();
        tagged.addProperty("kind", value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        gson.toJsonTree(value).getAsJsonObject().asMap().forEach(tagged::add);
        elements.write(out, tagged);
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
