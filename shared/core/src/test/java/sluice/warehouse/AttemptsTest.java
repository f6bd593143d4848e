package sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.schema.Column;
import sluice.schema.TableId;

final class AttemptsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void startsWithTheFirst() {
    Attempts attempts = Attempts.of("work", new Jobs());

    assertThat(attempts).isEqualTo(new Attempts("work", 0, Optional.empty()));
    assertThat(attempts.nextId()).isEqualTo("work_0");
    assertThat(attempts.notBefore()).isEqualTo(Instant.EPOCH);
    assertThat(attempts.running()).isFalse();
    assertThat(attempts.succeeded()).isFalse();
  }

  @Test
  void staysWithTheOneThatRuns() {
    Job running = new Job("work_0", Job.State.RUNNING, Optional.empty(), Optional.empty(), 0);
    Attempts attempts = Attempts.of("work", new Jobs(running));

    assertThat(attempts).isEqualTo(new Attempts("work", 0, Optional.of(running)));
    assertThat(attempts.running()).isTrue();
    assertThat(attempts.id()).isEqualTo("work_0");
  }

  @Test
  void goesPastThoseThatFailed() {
    Attempts attempts = Attempts.of("work", new Jobs(failed(0), failed(1)));

    assertThat(attempts).isEqualTo(new Attempts("work", 1, Optional.of(failed(1))));
    assertThat(attempts.nextId()).isEqualTo("work_2");
    assertThat(attempts.failure()).contains(new Job.Failure("backendError", "Try again."));
  }

  @Test
  void findsTheOneThatSucceededBehindThoseThatFailed() {
    Job done = new Job("work_1", Job.State.DONE, Optional.empty(), Optional.of(NOON), 3);

    Attempts attempts = Attempts.of("work", new Jobs(failed(0), done));

    assertThat(attempts.succeeded()).isTrue();
    assertThat(attempts.id()).isEqualTo("work_1");
  }

  @Test
  void waitsLongerAfterEachFailureUpToAQuarterOfAnHour() {
    assertThat(pauseAfter(0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pauseAfter(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(pauseAfter(7)).isEqualTo(Duration.ofSeconds(640));
    assertThat(pauseAfter(8)).isEqualTo(Duration.ofMinutes(15));
    assertThat(pauseAfter(1_000)).isEqualTo(Duration.ofMinutes(15));
  }

  private static Duration pauseAfter(int number) {
    Attempts attempts = new Attempts("work", number, Optional.of(failed(number)));
    return Duration.between(NOON, attempts.notBefore());
  }

  private static Job failed(int number) {
    Job.Failure failure = new Job.Failure("backendError", "Try again.");
    return new Job("work_" + number, Job.State.DONE, Optional.of(failure), Optional.of(NOON), 0);
  }

  /** Jobs that are, and nothing else of a warehouse. */
  private static final class Jobs implements Warehouse {
    private final Map<String, Job> jobs = new HashMap<>();

    Jobs(Job... jobs) {
      List.of(jobs).forEach(job -> this.jobs.put(job.id(), job));
    }

    @Override
    public Optional<Job> find(String jobId) {
      return Optional.ofNullable(jobs.get(jobId));
    }

    @Override
    public void submit(JobRequest request) {
      throw new AssertionError("nothing is submitted");
    }

    @Override
    public List<Map<String, String>> rows(String jobId) {
      throw new AssertionError("nothing is read");
    }

    @Override
    public void describe(TableId table, String description, Map<String, String> columns) {
      throw new AssertionError("nothing is described");
    }

    @Override
    public Optional<List<Column>> columns(TableId table) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void drop(TableId table) {
      throw new AssertionError("nothing is dropped");
    }
  }
}
