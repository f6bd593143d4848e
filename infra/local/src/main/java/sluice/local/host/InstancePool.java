package sluice.local.host;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of one function: hands out free ones, starts more while requests wait, lets idle
 * ones go.
 */
final class InstancePool {

  private static final Logger log = LoggerFactory.getLogger(InstancePool.class);

  /** The instance that will leave an archive of its classes goes early, so that others have it. */
  private static final Duration IDLE_BEFORE_ARCHIVE = Duration.ofSeconds(2);

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Launcher launcher;
  private final Duration queueFor;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<PooledInstance> instances = new ArrayList<>();

  private FunctionDefinition definition;
  private ClassArchive archive;
  private int revision;
  private int waiting;
  private long failures;
  private String lastFailure = "";
  private boolean closed;

  InstancePool(
      FunctionDefinition definition, Launcher launcher, Duration queueFor, InstantSource clock) {
    this.definition = definition;
    this.launcher = launcher;
    this.queueFor = queueFor;
    this.clock = clock;
    this.archive = launcher.archive(definition);
    this.revision = 1;
  }

  FunctionDefinition definition() {
    return locked(() -> definition);
  }

  /** What is busy finishes under the old definition; everything else goes by the new one. */
  void redeploy(FunctionDefinition newer) {
    ClassArchive itsArchive = launcher.archive(newer);
    lock.lock();
    try {
      definition = newer;
      archive = itsArchive;
      revision++;
      endIf(instance -> instance.isIdle() || !instance.isReady());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A place on an instance; waits for one.
   *
   * @throws RefusedException when all instances stay busy for too long, or none can be started
   */
  PooledInstance acquire() throws RefusedException, InterruptedException {
    lock.lockInterruptibly();
    waiting++;
    try {
      long left = queueFor.toNanos();
      long failuresBefore = failures;
      while (true) {
        Optional<PooledInstance> free = free();
        if (free.isPresent()) {
          free.get().begin(definition.timeout());
          return free.get();
        }
        refuseIfHopeless(failuresBefore, left);
        if (failures == failuresBefore) {
          startIfWanted();
        }
        left = Math.min(left, changed.awaitNanos(left > 0 ? left : SECOND));
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** Gives the place back. */
  void release(PooledInstance instance) {
    lock.lock();
    try {
      instance.finish(clock.instant());
      endIf(other -> other == instance && instance.isIdle() && instance.revision() != revision);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the instances that had nothing to do for long enough. */
  void endIdle(Instant now) {
    lock.lock();
    try {
      Duration after = definition.idleAfter();
      Duration early = after.compareTo(IDLE_BEFORE_ARCHIVE) < 0 ? after : IDLE_BEFORE_ARCHIVE;
      endIf(
          instance ->
              instance.isIdle()
                  && !now.isBefore(instance.idleSince().plus(instance.drafts() ? early : after)));
    } finally {
      lock.unlock();
    }
  }

  /** Kills every instance, and returns once they are gone; tells how many. */
  int kill() {
    List<PooledInstance> killed = locked(() -> List.copyOf(instances));
    killed.forEach(PooledInstance::kill);
    killed.forEach(PooledInstance::awaitGone);
    return killed.size();
  }

  /** Refuses requests from now on and lets every instance end; gives those. */
  List<PooledInstance> close() {
    lock.lock();
    try {
      closed = true;
      List<PooledInstance> ending = List.copyOf(instances);
      endIf(instance -> true);
      changed.signalAll();
      return ending;
    } finally {
      lock.unlock();
    }
  }

  List<InstanceStatus> status() {
    return locked(() -> instances.stream().map(PooledInstance::status).toList());
  }

  private Optional<PooledInstance> free() {
    return instances.stream()
        .filter(instance -> instance.revision() == revision)
        .filter(instance -> instance.takes(definition.concurrency()))
        .max(Comparator.comparing(PooledInstance::idleSince));
  }

  private void refuseIfHopeless(long failuresBefore, long left) throws RefusedException {
    String function = "function " + definition.name();
    if (closed) {
      throw new RefusedException(503, function + " is being shut down. Send it again later.");
    }
    boolean starting = instances.stream().anyMatch(instance -> !instance.isReady());
    if (failures != failuresBefore && instances.isEmpty()) {
      throw new RefusedException(500, function + " does not start: " + lastFailure);
    }
    if (left <= 0 && !starting) {
      throw new RefusedException(
          429,
          "%s: all %d instances stayed busy for %s. Send it again, or allow more instances."
              .formatted(function, current(), queueFor));
    }
  }

  private void startIfWanted() {
    long starting = instances.stream().filter(instance -> !instance.isReady()).count();
    if (waiting > starting * definition.concurrency() && current() < definition.maxInstances()) {
      try {
        add(launcher.start(definition, revision, archive));
      } catch (IOException | RuntimeException e) {
        failed("its process cannot be started: " + e.getMessage());
      }
    }
  }

  private void add(InstanceProcess process) {
    PooledInstance instance =
        new PooledInstance(definition.name(), process, revision, clock.instant());
    instances.add(instance);
    process.onReady((port, failure) -> started(instance, port, failure));
    process.onGone(exitCode -> gone(instance, exitCode));
  }

  private void started(
      PooledInstance instance, @Nullable Integer port, @Nullable Throwable failure) {
    lock.lock();
    try {
      if (port != null) {
        instance.ready(port, clock.instant());
      } else if (!instance.isEnding()) {
        instances.remove(instance);
        failed(failure == null ? "no port" : String.valueOf(failure.getMessage()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void gone(PooledInstance instance, int exitCode) {
    lock.lock();
    try {
      // One that never was ready is removed when the reason is known: see started.
      if (instance.isReady() && instances.remove(instance)) {
        log.atWarn().log("Instance {} is gone with code {}.", instance.id(), exitCode);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(String why) {
    failures++;
    lastFailure = why;
    log.atError().log("function {} does not start: {}", definition.name(), why);
  }

  private void endIf(java.util.function.Predicate<PooledInstance> condition) {
    List<PooledInstance> ending = instances.stream().filter(condition).toList();
    instances.removeAll(ending);
    ending.forEach(PooledInstance::end);
  }

  private long current() {
    return instances.stream().filter(instance -> instance.revision() == revision).count();
  }

  private <T> T locked(java.util.function.Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
