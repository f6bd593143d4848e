package sluice.local.scheduler;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.local.delivery.Backlog;
import sluice.local.delivery.Channel;
import sluice.local.delivery.Courier;
import sluice.local.delivery.Outcome;
import sluice.local.delivery.Parcel;
import sluice.local.delivery.Post;
import sluice.local.http.ApiError;
import sluice.local.http.Routes;
import sluice.local.pubsub.PubSub;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/**
 * Cloud Scheduler: jobs that are due by cron. A job has one due run waiting at most: one that is
 * due while the last still waits is skipped, and one that was due while nobody ran is due once.
 */
public final class CloudScheduler implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CloudScheduler.class);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);
  private static final int CONCURRENT_RUNS = 4;

  private final Store store;
  private final StoreMap jobs;
  private final Backlog backlog;
  private final Courier courier;
  private final PubSub pubsub;
  private final InstantSource clock;
  private volatile boolean closed;

  /** The jobs in the store, due again. */
  public CloudScheduler(
      Store store, Backlog backlog, Courier courier, PubSub pubsub, InstantSource clock) {
    this.store = store;
    this.jobs = store.map("scheduler/jobs");
    this.backlog = backlog;
    this.courier = courier;
    this.pubsub = pubsub;
    this.clock = clock;
    all("").forEach(this::connect);
  }

  /** {@code /v1/projects/P/locations/L/jobs}. */
  public Routes routes() {
    return new JobRoutes(this).routes();
  }

  /** Starts to look at the clock. */
  public CloudScheduler start() {
    Thread thread = new Thread(this::work, "local-scheduler");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  @Override
  public void close() {
    closed = true;
  }

  Job create(String name, JsonObject asked) {
    return store.write(
        () -> {
          if (jobs.contains(name)) {
            throw ApiError.canonical(
                409, "ALREADY_EXISTS", "Job [%s] already exists.".formatted(name));
          }
          return put(planned(Job.of(name, asked)));
        });
  }

  Job change(String name, JsonObject values, List<String> fields) {
    return store.write(
        () -> {
          JsonObject json = require(name).json().deepCopy();
          for (String field : fields) {
            json.remove(field);
            if (values.has(field)) {
              json.add(field, values.get(field));
            }
          }
          return put(planned(Job.of(name, json)));
        });
  }

  Job enable(String name, String state) {
    return store.write(() -> put(planned(require(name).with("state", state))));
  }

  void delete(String name) {
    store.write(
        () -> {
          Job job = require(name);
          jobs.remove(name);
          backlog.clear(job.queue());
          store.onceDurable(() -> courier.shut(job.queue()));
        });
  }

  /** Runs a job now, whether or not it runs already. */
  Job run(String name) {
    return store.write(
        () -> {
          Job job = require(name);
          dispatch(job, clock.instant());
          return require(name);
        });
  }

  Job require(String name) {
    return jobs.find(name)
        .map(json -> new Job(name, JsonParser.parseString(json).getAsJsonObject()))
        .orElseThrow(() -> ApiError.canonical(404, "NOT_FOUND", "Job not found."));
  }

  List<Job> all(String prefix) {
    List<Job> all = new ArrayList<>();
    jobs.keys(prefix).forEach(name -> all.add(require(name)));
    return all;
  }

  private void work() {
    while (!closed) {
      long seen = store.writes();
      try {
        all("").forEach(this::runIfDue);
        store.awaitWriteAfter(seen, LONGEST_WAIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          log.atError().setCause(e).log("A look at the schedule failed. The next one follows.");
        }
      }
    }
  }

  private void runIfDue(Job seen) {
    Instant now = clock.instant();
    if (seen.due().filter(due -> !due.isAfter(now)).isEmpty()) {
      return;
    }
    store.write(
        () -> {
          if (jobs.find(seen.name()).filter(seen.json().toString()::equals).isEmpty()) {
            return;
          }
          if (backlog.size(seen.queue()) == 0) {
            dispatch(seen, seen.latest(now));
          }
          put(planned(require(seen.name())));
        });
  }

  private void dispatch(Job job, Instant scheduled) {
    Optional<JsonObject> topic = job.pubsubTarget();
    if (topic.isEmpty()) {
      JsonObject run = new JsonObject();
      run.addProperty("scheduleTime", scheduled.toString());
      backlog.add(job.queue(), run, clock.instant());
      return;
    }
    Map<String, String> attributes = new TreeMap<>();
    if (topic.get().has("attributes")) {
      topic
          .get()
          .getAsJsonObject("attributes")
          .entrySet()
          .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().getAsString()));
    }
    String name = topic.get().get("topicName").getAsString();
    boolean there = pubsub.publishIfThere(name, job.body(), attributes);
    attempted(job.name(), new Outcome(there ? 200 : 404, there ? "" : name + " does not exist"));
  }

  /** With the next time it is due. */
  private Job planned(Job job) {
    Optional<Instant> next = job.enabled() ? job.next(clock.instant()) : Optional.empty();
    if (next.isPresent()) {
      return job.with("scheduleTime", next.get().toString());
    }
    JsonObject json = job.json().deepCopy();
    json.remove("scheduleTime");
    return new Job(job.name(), json);
  }

  private Job put(Job job) {
    jobs.put(job.name(), job.json().toString());
    store.onceDurable(() -> connect(job));
    return job;
  }

  private void connect(Job job) {
    if (job.pubsubTarget().isPresent()) {
      courier.shut(job.queue());
      return;
    }
    courier.open(
        new Channel(
            job.queue(),
            parcel -> post(job, parcel),
            job.retry(),
            CONCURRENT_RUNS,
            job.attemptDeadline(),
            new Channel.Witness() {
              @Override
              public void attempted(Parcel parcel, Outcome outcome) {
                CloudScheduler.this.attempted(job.name(), outcome);
              }
            }));
  }

  private static Post post(Job job, Parcel parcel) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "Google-Cloud-Scheduler");
    headers.put("Content-Type", "application/octet-stream");
    job.headers()
        .entrySet()
        .forEach(header -> headers.put(header.getKey(), header.getValue().getAsString()));
    headers.put("X-CloudScheduler", "true");
    headers.put("X-CloudScheduler-JobName", job.id());
    headers.put(
        "X-CloudScheduler-ScheduleTime", parcel.content().get("scheduleTime").getAsString());
    return new Post(
        job.method(), job.uri(), headers, new String(job.body(), StandardCharsets.UTF_8));
  }

  private void attempted(String name, Outcome outcome) {
    if (!jobs.contains(name)) {
      return;
    }
    JsonObject json = require(name).json().deepCopy();
    json.addProperty("lastAttemptTime", clock.instant().toString());
    JsonObject status = new JsonObject();
    if (!outcome.delivered()) {
      status.addProperty("code", canonicalCode(outcome.status()));
      status.addProperty("message", "HTTP %d %s".formatted(outcome.status(), outcome.detail()));
    }
    json.add("status", status);
    jobs.put(name, json.toString());
  }

  /** Of the canonical codes, the one that the cloud shows for an HTTP status. */
  private static int canonicalCode(int status) {
    return switch (status) {
      case 0, 503 -> 14;
      case 400 -> 3;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 5;
      case 429 -> 8;
      case 504 -> 4;
      default -> status >= 500 ? 13 : 2;
    };
  }
}
