package sluice.local.logging;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where everything in the local cloud writes its log entries, and where they are read again. */
public final class LogStore implements AutoCloseable {

  /** What a follower is stopped by. */
  public interface Following extends AutoCloseable {
    @Override
    void close();
  }

  private static final Logger log = LoggerFactory.getLogger(LogStore.class);

  private final LogFiles files;
  private final InstantSource clock;
  private final List<Consumer<Entry>> followers = new CopyOnWriteArrayList<>();

  /**
   * The log in a folder.
   *
   * @param bytes how large it may grow; then the oldest entries go
   */
  public LogStore(Path folder, long bytes, InstantSource clock) {
    this.files = new LogFiles(folder, bytes);
    this.clock = clock;
  }

  /** Writes an entry and tells the followers. */
  public void write(Entry entry) {
    JsonObject json = entry.json().deepCopy();
    String now = clock.instant().toString();
    addIfMissing(json, "timestamp", now);
    addIfMissing(json, "receiveTimestamp", now);
    addIfMissing(json, "severity", "DEFAULT");
    addIfMissing(json, "insertId", UUID.randomUUID().toString());
    files.append(json);
    Entry complete = new Entry(json);
    for (Consumer<Entry> follower : followers) {
      try {
        follower.accept(complete);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("A follower of the log failed; the entry is on disk.");
      }
    }
  }

  /** The entries that pass a filter, as they were written. */
  public List<Entry> entries(LogFilter filter) {
    List<Entry> found = new ArrayList<>();
    files.read(
        json -> {
          if (filter.matches(json)) {
            found.add(new Entry(json));
          }
        });
    return found;
  }

  /** Hears of every entry from now on, on the thread that writes it. */
  public Following follow(Consumer<Entry> follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  @Override
  public void close() {
    files.close();
  }

  private static void addIfMissing(JsonObject json, String key, String value) {
    if (!json.has(key)) {
      json.addProperty(key, value);
    }
  }
}
