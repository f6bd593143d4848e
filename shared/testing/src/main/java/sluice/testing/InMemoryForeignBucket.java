package sluice.testing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import sluice.handover.Crc;
import sluice.handover.ForeignBucket;
import sluice.handover.Proof;

/** Somebody else's bucket in memory; who owns it puts objects and takes them away. */
public final class InMemoryForeignBucket implements ForeignBucket {

  private final TreeMap<String, Stored> objects = new TreeMap<>();
  private int contents;
  private Runnable meanwhile = () -> {};

  private record Stored(Entry entry, String text, String said) {}

  /** Puts an object, over whatever is there. */
  public synchronized void put(String key, String text, Instant at) {
    putDamaged(key, text, text, at);
  }

  /** Puts an object that reads otherwise than its checksum says. */
  public synchronized void putDamaged(String key, String text, String said, Instant at) {
    contents++;
    Entry entry = new Entry(key, "tag-" + contents, text.length(), at);
    objects.put(key, new Stored(entry, text, said));
  }

  /** Takes an object away. */
  public synchronized void remove(String key) {
    objects.remove(key);
  }

  /** Does something each time an object begins to be read: the world goes on meanwhile. */
  public void onReading(Runnable next) {
    this.meanwhile = next;
  }

  @Override
  public void list(String prefix, Consumer<Entry> each) {
    List<Entry> found;
    synchronized (this) {
      found =
          objects.tailMap(prefix).values().stream()
              .map(Stored::entry)
              .takeWhile(entry -> entry.key().startsWith(prefix))
              .toList();
    }
    found.forEach(each);
  }

  @Override
  public Optional<InputStream> read(Entry entry, long from, long bytes) {
    meanwhile.run();
    return stored(entry)
        .map(stored -> stored.text().getBytes(StandardCharsets.US_ASCII))
        .map(all -> new ByteArrayInputStream(all, (int) from, (int) bytes));
  }

  @Override
  public Proof proof(Entry entry) {
    return stored(entry)
        .<Proof>map(stored -> new Proof.Checked(Crc.CRC32C, crc32c(stored.said())))
        .orElseGet(Proof.Nothing::new);
  }

  private synchronized Optional<Stored> stored(Entry entry) {
    return Optional.ofNullable(objects.get(entry.key()))
        .filter(stored -> stored.entry().equals(entry));
  }

  private static long crc32c(String text) {
    CRC32C check = new CRC32C();
    check.update(text.getBytes(StandardCharsets.US_ASCII));
    return check.getValue();
  }

  @Override
  public void close() {}
}
