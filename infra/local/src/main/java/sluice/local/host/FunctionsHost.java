package sluice.local.host;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Hosts functions on this machine as Cloud Run does in the cloud: each instance is a process of its
 * own, started when requests wait, killed when a request takes too long, gone when idle.
 *
 * <p>All functions are served on one port of 127.0.0.1, each under its name. A request that finds
 * every instance busy waits a little, then is answered 429; one whose function does not start or
 * throws, 500; one whose instance dies, 502; one that takes too long, 504. Whoever sends events
 * sends them again after any of these.
 */
public final class FunctionsHost implements AutoCloseable {

  private static final long SWEEP_MILLIS = 200;
  private static final long GRACE_SECONDS = 5;

  private final Launcher launcher;
  private final Duration queueFor;
  private final InstantSource clock;
  private final Map<String, InstancePool> pools = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;
  private final FunctionsFront front;

  private FunctionsHost(
      Path directory,
      Path starts,
      int port,
      Duration queueFor,
      InstantSource clock,
      Consumer<LogLine> logs) {
    Folders.delete(directory.resolve("instances"));
    this.launcher = new Launcher(directory, starts, logs);
    this.queueFor = queueFor;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "functions-timer"));
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    this.front = FunctionsFront.start(port, pools, timer);
  }

  /**
   * Starts serving; no function is there yet.
   *
   * @param directory has the instances' temporary files; one host has it at a time
   * @param starts keeps what makes later starts quick; several hosts may share it
   * @param port 0 for any free one
   * @param queueFor how long a request waits while every instance is busy
   * @param logs is given each line that an instance writes, from several threads
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static FunctionsHost start(
      Path directory,
      Path starts,
      int port,
      Duration queueFor,
      InstantSource clock,
      Consumer<LogLine> logs) {
    return new FunctionsHost(directory, starts, port, queueFor, clock, logs);
  }

  /**
   * Makes a function answer at its address. Deployed again, it is replaced: what its instances are
   * doing they finish, and new requests meet the new one.
   *
   * @throws IllegalArgumentException when its folder is not a deployable one
   */
  public void deploy(FunctionDefinition function) {
    function.jar();
    pools.compute(
        function.name(),
        (name, pool) -> {
          if (pool == null) {
            return new InstancePool(function, launcher, queueFor, clock);
          }
          pool.redeploy(function);
          return pool;
        });
  }

  /** {@code http://127.0.0.1:port/name}; what follows in a request's path is the function's own. */
  public String address(String name) {
    return front.address() + "/" + name;
  }

  /** What is deployed, by name. */
  public List<FunctionDefinition> functions() {
    return pools.values().stream()
        .map(InstancePool::definition)
        .sorted(Comparator.comparing(FunctionDefinition::name))
        .toList();
  }

  /** Every process there is, by function and age. */
  public List<InstanceStatus> instances() {
    return pools.values().stream()
        .flatMap(pool -> pool.status().stream())
        .sorted(
            Comparator.comparing(InstanceStatus::function).thenComparing(InstanceStatus::started))
        .toList();
  }

  /** Kills every instance of a function, as SIGKILL does; tells how many there were. */
  public int kill(String name) {
    InstancePool pool = pools.get(name);
    return pool == null ? 0 : pool.kill();
  }

  /** Ends every instance, kindly at first. */
  @Override
  public void close() {
    front.close();
    timer.shutdownNow();
    List<PooledInstance> ending =
        pools.values().stream().flatMap(pool -> pool.close().stream()).toList();
    CompletableFuture<?>[] ends =
        Stream.of(ending)
            .flatMap(List::stream)
            .map(PooledInstance::ended)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends).completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS).join();
    ending.forEach(PooledInstance::kill);
  }

  private void sweep() {
    pools.values().forEach(pool -> pool.endIdle(clock.instant()));
  }

  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
