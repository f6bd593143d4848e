package sluice.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An {@link Optional} is its value, or null, which {@link RecordAdapterFactory} leaves out. */
final class OptionalAdapterFactory implements TypeAdapterFactory {

  @Override
  @SuppressWarnings("unchecked") // The type token says that T is an Optional of the element type.
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    if (type.getRawType() != Optional.class
        || !(type.getType() instanceof ParameterizedType parameterized)) {
      return null;
    }
    TypeToken<?> element = TypeToken.get(parameterized.getActualTypeArguments()[0]);
    return (TypeAdapter<T>) new OptionalAdapter<>(gson.getAdapter(element));
  }

  private static final class OptionalAdapter<E> extends TypeAdapter<Optional<E>> {
    private final TypeAdapter<E> element;

    OptionalAdapter(TypeAdapter<E> element) {
      this.element = element;
    }

    @Override
    public void write(JsonWriter out, Optional<E> value) throws IOException {
      if (value.isPresent()) {
        element.write(out, value.get());
      } else {
        out.nullValue();
      }
    }

    @Override
    public Optional<E> read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Optional.empty();
      }
      return Optional.of(element.read(in));
    }
  }
}
