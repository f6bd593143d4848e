package sluice.json;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records, with absent components made empty before Gson's own adapter builds the record. A record
 * of a sealed interface says its {@code kind} first: Gson writes a component by the class of its
 * value, so that the interface's own adapter is asked only to read.
 */
final class RecordAdapterFactory implements TypeAdapterFactory {

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    if (!type.getRawType().isRecord()) {
      return null;
    }
    RecordComponent[] components = type.getRawType().getRecordComponents();
    TypeAdapter<T> delegate = gson.getDelegateAdapter(this, type);
    TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
    Optional<String> kind = SealedAdapterFactory.kind(type.getRawType());
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        JsonObject tagged = new JsonObject();
        kind.ifPresent(name -> tagged.addProperty("kind", name));
        withoutNulls(delegate.toJsonTree(value)).getAsJsonObject().asMap().forEach(tagged::add);
        elements.write(out, tagged);
      }

      @Override
      public T read(JsonReader in) throws IOException {
        return delegate.fromJsonTree(complete(elements.read(in), components));
      }
    }.nullSafe();
  }

  private static JsonElement withoutNulls(JsonElement tree) {
    tree.getAsJsonObject().entrySet().removeIf(entry -> entry.getValue().isJsonNull());
    return tree;
  }

  private static JsonElement complete(JsonElement tree, RecordComponent[] components) {
    if (!tree.isJsonObject()) {
      throw new JsonParseException("'" + tree + "' is not an object");
    }
    JsonObject object = tree.getAsJsonObject();
    for (RecordComponent component : components) {
      if (!object.has(component.getName())) {
        object.add(component.getName(), empty(component));
      }
    }
    return object;
  }

  private static JsonElement empty(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return JsonNull.INSTANCE;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return new JsonArray();
    }
    if (Map.class.isAssignableFrom(type)) {
      return new JsonObject();
    }
    if (canBeEmpty(type)) {
      return new JsonObject();
    }
    throw new JsonParseException("'" + component.getName() + "' is missing");
  }

  private static boolean canBeEmpty(Class<?> type) {
    return type == Optional.class
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || (type.isRecord()
            && Arrays.stream(type.getRecordComponents())
                .allMatch(component -> canBeEmpty(component.getType())));
  }
}
