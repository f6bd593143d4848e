package sluice.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;

/**
 * Ordered maps of strings in one file. What one {@link #write} changes becomes durable together, or
 * not at all, before it returns; a process killed at any time leaves the last write that returned.
 *
 * <p>Durable against the death of the process, not of the machine: nothing is forced to the disk.
 */
public final class Store implements AutoCloseable {

  /** The order of the keys. */
  public static final Comparator<String> ORDER = Utf8Order.INSTANCE;

  private static final int WRITES_BETWEEN_COMPACTIONS = 500;

  /** Each write copies the pages it changes, so small ones. */
  private static final int PAGE_BYTES = 4 << 10;

  private static final int KEPT_FOR_READERS_MILLIS = 500;
  private static final int LIVE_PERCENT = 50;
  private static final int REWRITTEN_BYTES = 4 << 20;
  private static final int COMPACTION_MILLIS = 500;

  private final MVStore file;
  private final ReentrantLock writing = new ReentrantLock();
  private final Condition written = writing.newCondition();
  private final List<Runnable> onceDurable = new ArrayList<>();
  private final AtomicLong writes = new AtomicLong();

  private Store(MVStore file) {
    this.file = file;
  }

  /**
   * Opens the store, or creates it.
   *
   * @throws IllegalStateException when another process has it open
   */
  public static Store open(Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      MVStore file =
          new MVStore.Builder()
              .fileName(path.toString())
              .pageSplitSize(PAGE_BYTES)
              .autoCommitDisabled()
              .open();
      file.setRetentionTime(KEPT_FOR_READERS_MILLIS);
      return new Store(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be created. Make its folder writable.".formatted(path), e);
    } catch (MVStoreException e) {
      throw new IllegalStateException(
          "%s cannot be opened: %s. Stop the local cloud that has it open, or move the file away."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** The map of that name, its keys in the order of their UTF-8 bytes. */
  public MVMap<String, String> map(String name) {
    MVMap.Builder<String, String> builder = new MVMap.Builder<>();
    builder.setKeyType(Utf8Order.INSTANCE);
    builder.setValueType(StringDataType.INSTANCE);
    return write(() -> file.openMap(name, builder));
  }

  /**
   * Runs a change alone, then makes it durable. A write within a write is part of it. If it throws,
   * nothing of it remains.
   */
  public <T> T write(Supplier<T> change) {
    writing.lock();
    try {
      if (writing.getHoldCount() > 1) {
        return change.get();
      }
      T result = applied(change);
      file.commit();
      runOnceDurable();
      if (writes.incrementAndGet() % WRITES_BETWEEN_COMPACTIONS == 0) {
        file.compact(LIVE_PERCENT, REWRITTEN_BYTES);
      }
      written.signalAll();
      return result;
    } finally {
      writing.unlock();
    }
  }

  /** {@link #write(Supplier)} without a result. */
  public void write(Runnable change) {
    write(
        () -> {
          change.run();
          return true;
        });
  }

  /** Within a write: does something once it is durable, and never if it fails. */
  public void onceDurable(Runnable consequence) {
    onceDurable.add(consequence);
  }

  private void runOnceDurable() {
    List<Runnable> consequences = List.copyOf(onceDurable);
    onceDurable.clear();
    consequences.forEach(Runnable::run);
  }

  /** How many writes there have been since it was opened. */
  public long writes() {
    return writes.get();
  }

  /** Waits until there was a write after the {@code seen} first ones, at most so long. */
  public void awaitWriteAfter(long seen, Duration atMost) throws InterruptedException {
    writing.lock();
    try {
      long nanos = atMost.toNanos();
      while (writes.get() <= seen && nanos > 0) {
        nanos = written.awaitNanos(nanos);
      }
    } finally {
      writing.unlock();
    }
  }

  private <T> T applied(Supplier<T> change) {
    try {
      return change.get();
    } catch (RuntimeException | Error e) {
      file.rollback();
      onceDurable.clear();
      throw e;
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      if (!file.isClosed()) {
        file.close(COMPACTION_MILLIS);
      }
    } finally {
      writing.unlock();
    }
  }
}
