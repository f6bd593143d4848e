package sluice.testing.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
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
  private final UnaryOperator<Runnable> surroundings;
  private @Nullable Caller current;

  /**
   * @param surroundings what every caller's work is wrapped in, on whichever thread it runs
   */
  Turns(UnaryOperator<Runnable> surroundings) {
    this.surroundings = surroundings;
  }

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
    private Ending ending = Ending.WAITS;
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

  /** Those of them that are not held up. */
  List<Caller> awake() {
    return callers.stream().filter(caller -> !caller.asleep).toList();
  }

  /** Adds a caller; it waits before its first call of a port. */
  Caller add(String name, Runnable work) {
    Caller caller = new Caller(name, surroundings.apply(work));
    callers.add(caller);
    return caller;
  }

  /** Lets a caller go on to its end. */
  void finish(Caller caller) {
    if (caller.started) {
      run(caller, Integer.MAX_VALUE, Ending.WAITS);
    } else {
      // It never waits for a turn, so it needs no thread of its own, which is much faster.
      caller.left = Integer.MAX_VALUE;
      current = caller;
      end(caller);
      current = null;
    }
  }

  /** Lets a caller make some calls of ports, the last of which ends in some way. */
  void run(Caller caller, int calls, Ending ending) {
    caller.left = calls;
    caller.ending = ending;
    current = caller;
    if (caller.started) {
      caller.go.release();
    } else {
      caller.started = true;
      THREADS.execute(() -> work(caller));
    }
    back.acquireUninterruptibly();
    current = null;
  }

  /** Ends every caller where it stands. */
  void killAll() {
    for (Caller caller : List.copyOf(callers)) {
      if (caller.started) {
        caller.doomed = true;
        run(caller, 0, Ending.WAITS);
      } else {
        callers.remove(caller);
      }
    }
  }

  /** The name of who runs. */
  String name() {
    Caller running = current;
    return running == null ? "world" : running.name;
  }

  /** A port is about to be called; how that call ends, where it is not to end well. */
  Ending call() {
    Caller caller = current;
    if (caller == null) {
      return Ending.WAITS;
    }
    while (caller.left <= 0 && !caller.doomed) {
      if (caller.ending != Ending.WAITS && caller.ending != Ending.HELD_UP) {
        return fate(caller);
      }
      caller.asleep = caller.ending == Ending.HELD_UP;
      back.release();
      caller.go.acquireUninterruptibly();
    }
    if (caller.doomed) {
      throw new Killed();
    }
    caller.left--;
    return Ending.WAITS;
  }

  private static Ending fate(Caller caller) {
    Ending fate = caller.ending;
    caller.ending = Ending.WAITS;
    if (fate == Ending.KILLED_BEFORE) {
      throw new Killed();
    }
    return fate;
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
