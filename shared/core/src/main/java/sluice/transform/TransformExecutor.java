package sluice.transform;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import sluice.governor.Holds;
import sluice.plan.Transform;
import sluice.schema.Column;
import sluice.state.TableState;
import sluice.state.TableState.Build;
import sluice.state.TableState.Building;
import sluice.state.TableState.FailedBuild;
import sluice.state.TableStates;
import sluice.store.ObjectStore;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;
import sluice.warehouse.Warehouse;

/** Carries a transform's steps out. Each may be carried out twice, by anybody, with one effect. */
final class TransformExecutor {

  private static final Logger log = LoggerFactory.getLogger(TransformExecutor.class);

  private final TableStates states;
  private final Holds holds;
  private final Warehouse warehouse;
  private final InstantSource clock;

  TransformExecutor(ObjectStore store, Warehouse warehouse, InstantSource clock) {
    this.states = new TableStates(store);
    this.holds = new Holds(store, clock);
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Carries a step out; whether there may be something to do right after it. */
  boolean execute(TransformStep step, Transform transform, TableStates.Seen seen, String pipeline) {
    if (step instanceof TransformStep.Open open) {
      return open(open.build(), transform, seen);
    } else if (step instanceof TransformStep.Submit submit) {
      return submit(submit, transform, pipeline);
    } else if (step instanceof TransformStep.Finish finish) {
      return finish(finish, transform, seen);
    } else if (step instanceof TransformStep.Fail fail) {
      return fail(fail, transform, seen);
    } else if (step instanceof TransformStep.Abandon abandon) {
      return abandon(abandon.build(), transform, seen);
    } else if (step instanceof TransformStep.Pause pause) {
      return pause(pause, transform);
    } else if (step instanceof TransformStep.HoldBack holdBack) {
      holds.tell(transform.id(), holdBack.hold(), "transform.held");
    }
    return false;
  }

  private boolean open(Build build, Transform transform, TableStates.Seen seen) {
    Building before = seen.state().building();
    Building next =
        new Building(
            build.number(),
            before.inputs(),
            before.definition(),
            Optional.of(build),
            before.failed());
    if (replace(transform, seen, seen.state().with(next))) {
      event(Level.INFO, "transform.opened", transform, build)
          .log("{} is built from {} inputs.", transform.id(), build.inputs().size());
    }
    return true;
  }

  private boolean submit(TransformStep.Submit step, Transform transform, String pipeline) {
    step.failure().ifPresent(failure -> failed(step.build(), failure, transform, "now"));
    Labels labels = new Labels(pipeline, step.step(), transform.id());
    warehouse.submit(TransformJobs.request(transform, step.build(), labels, step.jobId()));
    event(Level.INFO, "transform.submitted", transform, step.build())
        .addKeyValue("job", step.jobId())
        .log("{} of {} is submitted.", step.step(), transform.id());
    return false;
  }

  private boolean finish(TransformStep.Finish step, Transform transform, TableStates.Seen seen) {
    describe(transform);
    Build build = step.build();
    Instant now = clock.instant();
    Building built =
        new Building(
            build.number(),
            build.inputs(),
            Optional.of(build.definition()),
            Optional.empty(),
            Optional.empty());
    TableState published = noted(seen, step.made()).versioned(step.job().id(), now).with(built);
    if (replace(transform, seen, published)) {
      warehouse.drop(TransformJobs.staging(transform, build));
      event(Level.INFO, "transform.published", transform, build)
          .addKeyValue("job", step.job().id())
          .addKeyValue("millis", now.toEpochMilli() - build.openedAt().toEpochMilli())
          .log("{} is published.", transform.id());
    }
    return true;
  }

  private boolean fail(TransformStep.Fail step, Transform transform, TableStates.Seen seen) {
    Building before = seen.state().building();
    FailedBuild failed = new FailedBuild(step.build().cause(), step.reason(), clock.instant());
    Building next =
        new Building(
            before.builds(),
            before.inputs(),
            before.definition(),
            Optional.empty(),
            Optional.of(failed));
    // Said first, since nobody looks at a build again that has ended: once or twice, but not never.
    event(Level.ERROR, step.event(), transform, step.build())
        .addKeyValue("reason", step.reason())
        .log(
            "{} is not published: {} Readers keep the last good one. Mend its SQL or what it"
                + " reads; it is built again when either changes.",
            transform.id(),
            step.reason());
    replace(transform, seen, noted(seen, step.made()).with(next));
    return true;
  }

  private boolean abandon(Build build, Transform transform, TableStates.Seen seen) {
    // Dropped first: a publishing that somebody is about to submit then finds nothing to publish,
    // and one that was submitted just now is seen.
    warehouse.drop(TransformJobs.staging(transform, build));
    String publishing = Causes.jobs(transform.id(), build, Labels.Step.PUBLISH);
    Attempts published = Attempts.of(publishing, warehouse);
    if (published.running() || published.succeeded()) {
      return true;
    }
    Building before = seen.state().building();
    Building next =
        new Building(
            before.builds(),
            before.inputs(),
            before.definition(),
            Optional.empty(),
            before.failed());
    if (replace(transform, seen, noted(seen, published.made()).with(next))) {
      event(Level.INFO, "transform.abandoned", transform, build)
          .log("{} was changed while it was built; it is built anew.", transform.id());
    }
    return true;
  }

  private static boolean pause(TransformStep.Pause step, Transform transform) {
    failed(step.build(), step.failure(), transform, "at " + step.until());
    return false;
  }

  private static void failed(Build build, Job.Failure failure, Transform transform, String next) {
    event(Level.WARN, "transform.retried", transform, build)
        .addKeyValue("reason", failure.reason())
        .log("{} failed: {} It is tried again {}.", transform.id(), failure.message(), next);
  }

  /**
   * What was seen, with jobs that published or tried to, which count whether they failed or not.
   */
  private TableState noted(TableStates.Seen seen, int made) {
    TableState state = seen.state();
    return state.with(state.modifications().with(made, clock.instant()));
  }

  private boolean replace(Transform transform, TableStates.Seen seen, TableState next) {
    return states.replace(transform.id(), seen, next);
  }

  private void describe(Transform transform) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Column column : transform.columns()) {
      column.description().ifPresent(text -> columns.put(column.name(), text));
    }
    warehouse.describe(transform.id(), transform.about().description().orElse(""), columns);
  }

  private static LoggingEventBuilder event(
      Level level, String name, Transform transform, Build build) {
    return log.atLevel(level)
        .addKeyValue("event", name)
        .addKeyValue("table", transform.id().toString())
        .addKeyValue("cause", build.cause());
  }
}
