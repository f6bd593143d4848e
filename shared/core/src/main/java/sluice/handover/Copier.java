package sluice.handover;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.UnavailableException;
import sluice.handover.ForeignBucket.Entry;
import sluice.store.ObjectStore;

/**
 * Copies objects in flat memory, and believes a copy only when both stores' checks agree with what
 * went by. A large one is copied in stretches, several at a time; those that are there stay for the
 * next call when this one is killed.
 */
final class Copier {

  /** How long a stretch is, about. */
  static final long STRETCH_BYTES = 64L << 20;

  private static final Logger log = LoggerFactory.getLogger(Copier.class);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_TRIES = 3;

  private final ForeignBucket bucket;
  private final ObjectStore store;
  private final ExecutorService threads;
  private final BooleanSupplier timeIsOut;

  /**
   * @param timeIsOut whether nothing more is begun
   */
  Copier(
      ForeignBucket bucket, ObjectStore store, ExecutorService threads, BooleanSupplier timeIsOut) {
    this.bucket = bucket;
    this.store = store;
    this.threads = threads;
    this.timeIsOut = timeIsOut;
  }

  /** Whether it is copied by one task of its own. */
  static boolean isSmall(Entry entry) {
    return entry.size() <= STRETCH_BYTES;
  }

  /**
   * Copies an object whose name in our bucket nobody else uses.
   *
   * @return how right it is known to be; nothing when it was replaced or deleted meanwhile
   * @throws UnavailableException when it could not be copied rightly now
   */
  Optional<Proof> copy(Entry entry, String to) {
    Proof proof = bucket.proof(entry);
    Optional<Fingerprint> print = stretch(entry, 0, entry.size(), to, proof);
    return print.map(whole -> proven(entry, proof, List.of(whole), to));
  }

  /**
   * Copies a large object.
   *
   * @param stretches where its stretches are kept
   */
  Optional<Proof> copyLarge(Entry entry, String to, Stretches stretches) {
    Proof proof = bucket.proof(entry);
    long least = proof.stretch(entry.size());
    long bytes = Math.max(least, STRETCH_BYTES / least * least);
    Map<Integer, Stretches.Stretch> before = stretches.found();
    List<Future<Optional<Stretches.Stretch>>> running = new ArrayList<>();
    for (long from = 0; from < entry.size(); from += bytes) {
      int number = running.size();
      long at = from;
      long length = Math.min(bytes, entry.size() - from);
      Optional<Stretches.Stretch> there = Optional.ofNullable(before.get(number));
      running.add(
          threads.submit(
              () -> there.isPresent() ? there : kept(entry, at, length, number, proof, stretches)));
    }
    Optional<List<Stretches.Stretch>> whole = allOf(running);
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    List<Stretches.Stretch> all = whole.get();
    stretches.compose(all, to);
    List<Fingerprint> prints = all.stream().map(Stretches.Stretch::print).toList();
    try {
      return Optional.of(proven(entry, proof, prints, to));
    } catch (UnavailableException e) {
      // Nobody knows which of them is wrong: the next call reads them all anew.
      stretches.discard();
      throw e;
    }
  }

  /** All of them, or nothing; when one fails the others still end, and are kept. */
  private static Optional<List<Stretches.Stretch>> allOf(
      List<Future<Optional<Stretches.Stretch>>> running) {
    List<Optional<Stretches.Stretch>> ended = new ArrayList<>();
    List<UnavailableException> failures = new ArrayList<>();
    for (Future<Optional<Stretches.Stretch>> next : running) {
      try {
        ended.add(ended(next));
      } catch (UnavailableException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return ended.stream().allMatch(Optional::isPresent)
        ? Optional.of(ended.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private Optional<Stretches.Stretch> kept(
      Entry entry, long from, long length, int number, Proof proof, Stretches stretches) {
    if (timeIsOut.getAsBoolean()) {
      throw new UnavailableException(
          "There was no time left for all of %s. The next call goes on with it."
              .formatted(entry.key()));
    }
    String name = stretches.name(number);
    return stretch(entry, from, length, name, proof)
        .map(print -> stretches.keep(number, name, print));
  }

  private Proof proven(Entry entry, Proof proof, List<Fingerprint> prints, String to) {
    long bytes = prints.stream().mapToLong(Fingerprint::bytes).sum();
    Optional<Integer> stored = store.crc32c(to);
    boolean right =
        bytes == entry.size()
            && proof.holds(prints)
            && stored.equals(Optional.of(Fingerprint.crc32c(prints)));
    if (right) {
      return proof;
    }
    store.find(to).ifPresent(copy -> store.delete(copy.name(), copy.generation()));
    log.atWarn()
        .addKeyValue("event", "handover.corrupt")
        .addKeyValue("object", entry.key())
        .log(
            "The copy of {} is not what its owner's store says it is: {} of {} bytes, {}, CRC32C {}"
                + " here and {} on the way. It is thrown away.",
            entry.key(),
            bytes,
            entry.size(),
            proof,
            stored.map(Integer::toHexString).orElse("unknown"),
            Integer.toHexString(Fingerprint.crc32c(prints)));
    throw new UnavailableException(
        "%s could not be copied rightly. It will be tried again; if it goes on, ask its owner to"
                .formatted(entry.key())
            + " upload it anew.");
  }

  /** Copies a stretch, again where its reading breaks off. */
  private Optional<Fingerprint> stretch(
      Entry entry, long from, long length, String to, Proof proof) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(entry, from, length, to, proof);
      } catch (IOException e) {
        if (attempt == MOST_TRIES) {
          throw new UnavailableException(
              "%s could not be read. It will be tried again.".formatted(entry.key()), e);
        }
      }
    }
  }

  private Optional<Fingerprint> once(Entry entry, long from, long length, String to, Proof proof)
      throws IOException {
    Optional<InputStream> found = bucket.read(entry, from, length);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fingerprinting prints = Fingerprinting.of(proof);
    ObjectStore.Upload upload = store.upload(to);
    try (InputStream content = found.get()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        prints.update(buffer, read);
        upload.write(buffer, 0, read);
      }
    } catch (IOException | RuntimeException e) {
      upload.abort();
      throw e;
    }
    Fingerprint print = prints.finish();
    if (print.bytes() != length) {
      upload.abort();
      throw new IOException("%d of %d bytes came".formatted(print.bytes(), length));
    }
    upload.close();
    return Optional.of(print);
  }

  static <T> T ended(Future<T> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The copying was cut. It will be tried again.", e);
    } catch (CancellationException e) {
      throw new UnavailableException("The copying was ended. It will be tried again.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
