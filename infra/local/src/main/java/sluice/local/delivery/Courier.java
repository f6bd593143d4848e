package sluice.local.delivery;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.local.store.Store;

/**
 * Delivers the parcels of a backlog over HTTP, each at least once: a parcel leaves the backlog only
 * after a 2xx, or when its retries are spent.
 */
public final class Courier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Store store;
  private final Backlog backlog;
  private final InstantSource clock;
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> underWay = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Courier::daemon);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private volatile boolean closed;

  /** A courier that has no channels yet. */
  public Courier(Store store, Backlog backlog, InstantSource clock) {
    this.store = store;
    this.backlog = backlog;
    this.clock = clock;
  }

  /** Starts to deliver. */
  public Courier start() {
    threads.execute(this::work);
    return this;
  }

  /** Opens a channel, or changes it. */
  public void open(Channel channel) {
    channels.put(channel.queue(), channel);
  }

  /** Stops a queue's deliveries; what is under way ends. */
  public void shut(String queue) {
    channels.remove(queue);
  }

  @Override
  public void close() {
    closed = true;
    // No interrupts: one that meets a thread in a write would close the store's file for everyone.
    threads.shutdown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "local-courier");
    thread.setDaemon(true);
    return thread;
  }

  private void work() {
    while (!closed) {
      long seen = store.writes();
      try {
        channels.values().forEach(this::dispatch);
        store.awaitWriteAfter(seen, untilNextDue());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          log.atError().setCause(e).log("A round of deliveries failed. The next one follows.");
          pause();
        }
      }
    }
  }

  private void pause() {
    try {
      store.awaitWriteAfter(Long.MAX_VALUE - 1, LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration untilNextDue() {
    Instant now = clock.instant();
    Duration wait = LONGEST_WAIT;
    for (Channel channel : channels.values()) {
      Optional<Duration> due =
          backlog.firstDue(channel.queue()).map(at -> Duration.between(now, at));
      if (due.isPresent() && !due.get().isNegative() && due.get().compareTo(wait) < 0) {
        wait = due.get();
      }
    }
    return wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wait;
  }

  private void dispatch(Channel channel) {
    Set<String> busy =
        underWay.computeIfAbsent(channel.queue(), queue -> ConcurrentHashMap.newKeySet());
    int free = channel.concurrency() - busy.size();
    for (Parcel parcel : backlog.due(channel.queue(), clock.instant(), Set.copyOf(busy), free)) {
      busy.add(parcel.id());
      try {
        threads.execute(() -> deliver(channel, parcel, busy));
      } catch (RejectedExecutionException e) {
        busy.remove(parcel.id());
        if (!closed) {
          throw e;
        }
      }
    }
  }

  private void deliver(Channel channel, Parcel parcel, Set<String> busy) {
    try {
      Outcome outcome = attempt(channel, parcel);
      if (!closed) {
        store.write(
            () -> {
              conclude(channel, parcel, outcome);
              busy.remove(parcel.id());
            });
      }
    } catch (RuntimeException e) {
      if (!closed) {
        log.atError()
            .setCause(e)
            .log("The end of a delivery of {} was not recorded.", channel.queue());
      }
    } finally {
      busy.remove(parcel.id());
    }
  }

  private void conclude(Channel channel, Parcel parcel, Outcome outcome) {
    channel.witness().attempted(parcel, outcome);
    if (outcome.delivered()) {
      backlog.remove(channel.queue(), parcel.id());
      return;
    }
    int failed = parcel.attempts() + 1;
    Optional<Instant> next = channel.retry().next(failed, parcel.accepted(), clock.instant());
    log.atDebug().log(
        "{} {}: {} {}", channel.queue(), parcel.id(), outcome.status(), outcome.detail());
    if (next.isPresent()) {
      backlog.reschedule(channel.queue(), parcel.id(), next.get(), failed);
    } else if (backlog.remove(channel.queue(), parcel.id())) {
      channel.witness().abandoned(parcel, outcome);
    }
  }

  private Outcome attempt(Channel channel, Parcel parcel) {
    try {
      Post post = channel.post().apply(parcel);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(post.to())
              .timeout(channel.deadline())
              .method(post.method(), HttpRequest.BodyPublishers.ofString(post.body()));
      post.headers().forEach(request::header);
      HttpResponse<Void> response =
          http.send(request.build(), HttpResponse.BodyHandlers.discarding());
      return new Outcome(response.statusCode(), "");
    } catch (IOException e) {
      return new Outcome(0, String.valueOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(0, "interrupted");
    } catch (RuntimeException e) {
      return new Outcome(0, String.valueOf(e));
    }
  }
}
