package sluice.local.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.UnavailableException;
import sluice.extract.Commits;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.status.PipelineStatus;
import sluice.status.TableStatus;
import sluice.status.TableStatus.Stage;
import sluice.store.ObjectStore;
import sluice.tend.Statuses;

/** Waits until everything that was scheduled is extracted, loaded, and published. */
final class FirstPass {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Plan plan;
  private final Commits commits;
  private final Statuses statuses;
  private final Progress progress;

  FirstPass(Plan plan, ObjectStore store, Statuses statuses, Progress progress) {
    this.plan = plan;
    this.commits = new Commits(store);
    this.statuses = statuses;
    this.progress = progress;
  }

  /**
   * Waits.
   *
   * @param since the slots that are waited for are not before it
   * @return what is wrong; nothing when all is published
   */
  List<String> await(Instant since) {
    Instant begun = Instant.now();
    Optional<Instant> failing = Optional.empty();
    while (true) {
      PipelineStatus status = look();
      boolean moving = !extracted(since) || !status.settled();
      boolean lacking = !status.in(Stage.WAITING).isEmpty();
      boolean failed = progress.errors() > 0 || !status.in(Stage.FAILED).isEmpty();
      if (!moving && !lacking && !failed) {
        return List.of();
      }
      Instant now = Instant.now();
      failing = failed ? failing.or(() -> Optional.of(now)) : Optional.empty();
      boolean over = failing.filter(from -> now.isAfter(from.plus(GRACE))).isPresent();
      if ((failed && !moving) || over || now.isAfter(begun.plus(PATIENCE))) {
        return problems(status);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private PipelineStatus look() {
    while (true) {
      try {
        return statuses.look();
      } catch (UnavailableException e) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private boolean extracted(Instant since) {
    return plan.landingTables().stream().allMatch(table -> extracted(table, since));
  }

  /** A hand-over without anything new commits nothing. */
  private boolean extracted(LandingTable table, Instant since) {
    if (table.origin() instanceof Origin.HandedOver) {
      return commits.last(table, 0).isPresent();
    }
    if (table.origin() instanceof Origin.Dropped) {
      return true;
    }
    return commits.last(table, 0).filter(last -> !last.slot().isBefore(since)).isPresent();
  }

  private List<String> problems(PipelineStatus status) {
    List<String> problems =
        status.tables().stream()
            .filter(table -> table.stage() != Stage.CURRENT)
            .map(FirstPass::problem)
            .toList();
    return problems.isEmpty()
        ? List.of("%d errors were logged; they stand above.".formatted(progress.errors()))
        : problems;
  }

  private static String problem(TableStatus table) {
    return switch (table.stage()) {
      case FAILED -> "%s failed: %s".formatted(table.table(), table.reason().orElse(""));
      case MOVING -> "%s was not finished.".formatted(table.table());
      case WAITING -> "%s got nothing to begin with.".formatted(table.table());
      case CURRENT -> "%s is up to date.".formatted(table.table());
    };
  }
}
