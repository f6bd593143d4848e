package sluice.json;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records, component by component; what the text lacks is empty where its type has an empty value.
 * A record of a sealed interface says its {@code kind} first.
 */
final class RecordAdapterFactory implements TypeAdapterFactory {

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    if (!type.getRawType().isRecord()) {
      return null;
    }
    return new RecordAdapter<>(gson, type).nullSafe();
  }

  /** One component, with the adapter of its type. */
  private record Part(int place, RecordComponent component, TypeAdapter<Object> adapter) {

    @SuppressWarnings("unchecked") // The component's own type says what its adapter is of.
    static Part of(int place, RecordComponent component, Gson gson) {
      component.getAccessor().setAccessible(true);
      TypeToken<?> type = TypeToken.get(component.getGenericType());
      return new Part(place, component, (TypeAdapter<Object>) gson.getAdapter(type));
    }

    @Nullable Object in(Object record) {
      try {
        return component.getAccessor().invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }

    Object empty() {
      Class<?> type = component.getType();
      if (type != Optional.class && !canBeEmpty(type)) {
        throw new JsonParseException("'" + component.getName() + "' is missing");
      }
      if (type == Optional.class) {
        return Optional.empty();
      }
      return adapter.fromJsonTree(
          Collection.class.isAssignableFrom(type) ? new JsonArray() : new JsonObject());
    }
  }

  private static final class RecordAdapter<T> extends TypeAdapter<T> {
    private final Optional<String> kind;
    private final Constructor<T> constructor;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Part> byName = new HashMap<>();

    @SuppressWarnings("unchecked") // The raw type of T makes Ts.
    RecordAdapter(Gson gson, TypeToken<T> type) {
      Class<?> raw = type.getRawType();
      this.kind = SealedAdapterFactory.kind(raw);
      for (RecordComponent component : raw.getRecordComponents()) {
        Part part = Part.of(parts.size(), component, gson);
        parts.add(part);
        byName.put(component.getName(), part);
      }
      this.constructor = (Constructor<T>) canonical(raw);
    }

    private static Constructor<?> canonical(Class<?> raw) {
      Class<?>[] types =
          Arrays.stream(raw.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      try {
        Constructor<?> constructor = raw.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(raw + " is no record", e);
      }
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.beginObject();
      if (kind.isPresent()) {
        out.name("kind").value(kind.get());
      }
      for (Part part : parts) {
        Object component = part.in(value);
        if (component != null && !component.equals(Optional.empty())) {
          out.name(part.component().getName());
          part.adapter().write(out, component);
        }
      }
      out.endObject();
    }

    @Override
    public T read(JsonReader in) throws IOException {
      if (in.peek() != JsonToken.BEGIN_OBJECT) {
        throw new JsonParseException(
            "a " + in.peek() + " at " + in.getPath() + " is not an object");
      }
      @Nullable Object[] values = new @Nullable Object[parts.size()];
      in.beginObject();
      while (in.hasNext()) {
        Part part = byName.get(in.nextName());
        if (part == null) {
          in.skipValue();
        } else {
          values[part.place()] = part.adapter().read(in);
        }
      }
      in.endObject();
      for (Part part : parts) {
        if (values[part.place()] == null) {
          values[part.place()] = part.empty();
        }
      }
      return made(values);
    }

    private T made(@Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(constructor + " fails", e);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(constructor + " cannot be called", e);
      }
    }
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
