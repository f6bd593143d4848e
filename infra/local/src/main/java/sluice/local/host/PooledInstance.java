package sluice.local.host;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One instance in its pool. Its state changes under the pool's lock. */
final class PooledInstance {

  private final String function;
  private final InstanceProcess process;
  private final int revision;
  private final Instant started;

  private volatile URI address = URI.create("");
  private volatile Duration timeout = Duration.ZERO;
  private volatile boolean late;
  private boolean ending;
  private int requests;
  private long served;
  private Instant idleSince;

  PooledInstance(String function, InstanceProcess process, int revision, Instant now) {
    this.function = function;
    this.process = process;
    this.revision = revision;
    this.started = now;
    this.idleSince = now;
  }

  String id() {
    return process.id();
  }

  int revision() {
    return revision;
  }

  boolean drafts() {
    return process.drafts();
  }

  /** Where it serves, without a slash at the end. */
  URI address() {
    return address;
  }

  /** How long a request may take. */
  Duration timeout() {
    return timeout;
  }

  /** Whether it was killed because a request took too long. */
  boolean isLate() {
    return late;
  }

  boolean isReady() {
    return !address.toString().isEmpty();
  }

  boolean isIdle() {
    return isReady() && requests == 0;
  }

  boolean isEnding() {
    return ending;
  }

  boolean takes(int concurrency) {
    return isReady() && requests < concurrency && !late && process.isAlive();
  }

  Instant idleSince() {
    return idleSince;
  }

  void ready(int port, Instant now) {
    address = URI.create("http://127.0.0.1:" + port);
    idleSince = now;
  }

  void begin(Duration limit) {
    timeout = limit;
    requests++;
  }

  void finish(Instant now) {
    requests--;
    served++;
    idleSince = now;
  }

  void kill() {
    process.kill();
  }

  void awaitGone() {
    process.awaitGone();
  }

  void killForBeingLate() {
    late = true;
    process.kill();
  }

  /** Lets it end by itself; one that is not ready yet has nothing to end. */
  void end() {
    ending = true;
    if (isReady()) {
      process.end();
    } else {
      process.kill();
    }
  }

  /** Done when its process is gone and all it said has been read. */
  CompletableFuture<Integer> ended() {
    return process.ended();
  }

  InstanceStatus status() {
    InstanceStatus.State state =
        !isReady()
            ? InstanceStatus.State.STARTING
            : requests > 0 ? InstanceStatus.State.BUSY : InstanceStatus.State.IDLE;
    return new InstanceStatus(
        function, id(), process.pid(), state, revision, requests, served, started);
  }
}
