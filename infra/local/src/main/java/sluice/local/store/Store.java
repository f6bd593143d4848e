package sluice.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Ordered maps of strings in one SQLite file. What one {@link #write} changes becomes durable
 * together, or not at all, before it returns; a process killed at any time leaves the last write
 * that returned. Others see a write once it is durable, and not before.
 *
 * <p>Durable against the death of the process, not of the machine: nothing is forced to the disk.
 */
public final class Store implements AutoCloseable {

  /** The order of the keys. */
  public static final Comparator<String> ORDER = Utf8Order.INSTANCE;

  private final FileChannel ownership;
  private final Database writer;
  private final Database reader;
  private final ReentrantLock writing = new ReentrantLock();
  private final Condition written = writing.newCondition();
  private final List<Runnable> onceDurable = new ArrayList<>();
  private final AtomicLong writes = new AtomicLong();
  private boolean closed;

  private Store(FileChannel ownership, Database writer, Database reader) {
    this.ownership = ownership;
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Opens the store, or creates it.
   *
   * @throws IllegalStateException when another process has it open
   */
  public static Store open(Path path) {
    FileChannel ownership = own(path);
    try {
      Database writer = Database.open(path);
      return new Store(ownership, writer, Database.open(path));
    } catch (SQLException e) {
      release(ownership);
      throw new IllegalStateException(
          "%s cannot be opened: %s. Move the file away to begin anew."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** The map of that name, its keys in the order of their UTF-8 bytes. */
  public StoreMap map(String name) {
    write(() -> writer.create(name));
    return new StoreMap(this, name);
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
      runOnceDurable();
      writes.incrementAndGet();
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

  /** Whoever writes sees what he has written; everybody else what is durable. */
  Database view() {
    return writing.isHeldByCurrentThread() ? writer : reader;
  }

  private <T> T applied(Supplier<T> change) {
    writer.begin();
    try {
      T result = change.get();
      writer.commit();
      return result;
    } catch (RuntimeException | Error e) {
      writer.rollback();
      onceDurable.clear();
      throw e;
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        reader.close();
        writer.close();
        release(ownership);
      }
    } finally {
      writing.unlock();
    }
  }

  private static FileChannel own(Path path) {
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        release(channel);
        throw new IllegalStateException(
            "%s is in use. Stop the local cloud that has it open, or name another directory."
                .formatted(path));
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be created. Make its folder writable.".formatted(path), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Closing the file is giving up its lock, as is the end of the process. */
  private static void release(FileChannel ownership) {
    try {
      ownership.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
