package sluice.json;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;

/** A value that is its own text. */
final class TextAdapter<T> extends TypeAdapter<T> {
  private final Function<String, T> parse;

  private TextAdapter(Function<String, T> parse) {
    this.parse = parse;
  }

  static <T> TypeAdapter<T> of(Function<String, T> parse) {
    return new TextAdapter<>(parse).nullSafe();
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    out.value(value.toString());
  }

  @Override
  public T read(JsonReader in) throws IOException {
    return parse.apply(in.nextString());
  }
}
