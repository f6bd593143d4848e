package sluice.testing.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers run one at a time, each on a thread of its own that moves only when it is told, and
 * only from one call of a port to another. So what happens depends on nothing but who is told.
 */
final class Turns {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "caller");
            thread.setDaemon(true);
            return thread;
          });

  private final Semaphore back = new Semaphore(0);
  private final List<Caller> callers = new ArrayList<>();
  private @Nullable Caller current;

  /** What a killed caller dies of; nobody catches it. */
  static final class Killed extends Error {
    Killed() {
      super("killed", null, false, false);
    }
  }

  /** One call of a function. */
  static final class Caller {
    private final String name;
    private final Runnable work;
    private final Semaphore go = new Semaphore(0);
    private int left;
    private boolean started;
    private boolean doomed;
    private boolean asleep;
    private @Nullable Throwable end;

    Caller(String name, Runnable work) {
      this.name = name;
      this.work = work;
    }

    String name() {
      return name;
    }

    /** Whether it is held up somewhere for long. */
    boolean asleep() {
      return asleep;
    }

    void fallAsleep() {
      asleep = true;
    }

    void awake() {
      asleep = false;
    }

    /** What its work threw, if it has ended that way. */
    @Nullable Throwable end() {
      return end;
    }
  }

  /** The callers that have not ended. */
  List<Caller> callers() {
    return callers;
  }

  /** Adds a caller; it waits before its first call of a port. */
  Caller add(String name, Runnable work) {
    Caller caller = new Caller(name, work);
    callers.add(caller);
    return caller;
  }

  /** Lets a caller go on to its end. */
  void finish(Caller caller) {
    if (caller.started) {
      run(caller, Integer.MAX_VALUE);
    } else {
      // It never waits for a turn, so it needs no thread of its own, which is much faster.
      caller.left = Integer.MAX_VALUE;
      current = caller;
      end(caller);
      current = null;
    }
  }

  /** Lets a caller make some calls of ports; whether it has ended then. */
  boolean run(Caller caller, int calls) {
    caller.left = calls;
    current = caller;
    if (caller.started) {
      caller.go.release();
    } else {
      caller.started = true;
      THREADS.execute(() -> work(caller));
    }
    back.acquireUninterruptibly();
    current = null;
    return !callers.contains(caller);
  }

  /** Ends a caller where it stands. */
  void kill(Caller caller) {
    if (caller.started) {
      caller.doomed = true;
      run(caller, 0);
    } else {
      callers.remove(caller);
    }
  }

  /** Whether a caller, and not the world around it, is what runs. */
  boolean isCaller() {
    return current != null;
  }

  /** The name of who runs. */
  String name() {
    Caller running = current;
    return running == null ? "world" : running.name;
  }

  /** A port is about to be called. */
  void call() {
    Caller caller = current;
    if (caller == null) {
      return;
    }
    if (caller.left <= 0 && !caller.doomed) {
      back.release();
      caller.go.acquireUninterruptibly();
    }
    if (caller.doomed) {
      throw new Killed();
    }
    caller.left--;
  }

  private void work(Caller caller) {
    try {
      end(caller);
    } finally {
      back.release();
    }
  }

  private void end(Caller caller) {
    try {
      caller.work.run();
    } catch (Throwable e) {
      caller.end = e;
    } finally {
      callers.remove(caller);
    }
  }
}
