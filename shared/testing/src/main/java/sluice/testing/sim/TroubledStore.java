package sluice.testing.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import sluice.store.ObjectStore;

/** An object store whose every call is a turn, and may fail. */
final class TroubledStore implements ObjectStore {
  private final ObjectStore store;
  private final Trouble trouble;

  TroubledStore(ObjectStore store, Trouble trouble) {
    this.store = store;
    this.trouble = trouble;
  }

  @Override
  public Optional<Entry> find(String name) {
    return trouble.look(() -> store.find(name));
  }

  @Override
  public Optional<Content> read(String name) {
    return trouble.look(() -> store.read(name));
  }

  @Override
  public Optional<InputStream> open(String name, long generation, long from) {
    return trouble.look(() -> store.open(name, generation, from));
  }

  @Override
  public List<Entry> list(String prefix, Optional<String> after) {
    return trouble.look(() -> store.list(prefix, after));
  }

  @Override
  public Children children(String prefix) {
    return trouble.look(() -> store.children(prefix));
  }

  @Override
  public boolean create(String name, String text) {
    return trouble.effect("create " + name + " " + text, () -> store.create(name, text));
  }

  @Override
  public boolean replace(String name, long generation, String text) {
    return trouble.effect(
        "replace " + name + "#" + generation + " " + text,
        () -> store.replace(name, generation, text));
  }

  @Override
  public boolean move(String from, long generation, String to) {
    return trouble.effect(
        "move " + from + "#" + generation + " to " + to, () -> store.move(from, generation, to));
  }

  @Override
  public void delete(String name, long generation) {
    trouble.effect(
        "delete " + name + "#" + generation,
        () -> {
          store.delete(name, generation);
          return "";
        });
  }

  @Override
  public Upload upload(String name) {
    return new TroubledUpload(name, store.upload(name));
  }

  @Override
  public boolean compose(List<String> parts, String to) {
    return trouble.effect("compose " + parts + " to " + to, () -> store.compose(parts, to));
  }

  @Override
  public Optional<Integer> crc32c(String name) {
    return trouble.look(() -> store.crc32c(name));
  }

  @Override
  public String uri(String name) {
    return store.uri(name);
  }

  private final class TroubledUpload extends Upload {
    private final String name;
    private final Upload upload;

    TroubledUpload(String name, Upload upload) {
      this.name = name;
      this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
      upload.write(b);
    }

    @Override
    public void abort() {
      upload.abort();
    }

    @Override
    public void close() {
      trouble.effect(
          "upload " + name,
          () -> {
            try {
              upload.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return "";
          });
    }
  }
}
