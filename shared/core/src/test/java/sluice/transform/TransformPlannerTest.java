package sluice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.governor.Governor;
import sluice.plan.About;
import sluice.plan.Check;
import sluice.plan.Layout;
import sluice.plan.Materialization;
import sluice.plan.Refresh;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.state.TableState.Build;
import sluice.state.TableState.Building;
import sluice.state.TableState.FailedBuild;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;
import sluice.warehouse.Labels.Step;

final class TransformPlannerTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Refresh ANY = new Refresh(Refresh.Trigger.ANY, Optional.empty());
  private static final Refresh ALL = new Refresh(Refresh.Trigger.ALL, Optional.empty());
  private static final Map<String, String> FIRST = Map.of("lake.a", "a1", "lake.b", "b1");
  private static final Map<String, String> ONE_MOVED = Map.of("lake.a", "a2", "lake.b", "b1");
  private static final Map<String, String> BOTH_MOVED = Map.of("lake.a", "a2", "lake.b", "b2");
  private static final Attempts NONE = new Attempts("j", 0, Optional.empty());

  @Test
  void restsUntilEveryInputHasAVersion() {
    assertThat(begin(transform("SELECT 1", ANY), TableState.NEW, Map.of("lake.a", "a1")))
        .isEqualTo(new TransformStep.Rest());
  }

  @Test
  void opensTheFirstBuildOnceTheyHave() {
    Transform transform = transform("SELECT 1", ALL);

    assertThat(begin(transform, TableState.NEW, FIRST))
        .isEqualTo(new TransformStep.Open(Causes.build(transform, TableState.NEW, FIRST, NOON)));
  }

  @Test
  void isDueAsItsPolicySays() {
    assertThat(isDue(ANY, FIRST, NOON)).isFalse();
    assertThat(isDue(ANY, ONE_MOVED, NOON)).isTrue();
    assertThat(isDue(ALL, ONE_MOVED, NOON)).isFalse();
    assertThat(isDue(ALL, BOTH_MOVED, NOON)).isTrue();
  }

  @Test
  void isDueNoMoreOftenThanItsPolicySays() {
    Refresh hourly = new Refresh(Refresh.Trigger.ANY, Optional.of(Duration.ofHours(1)));

    assertThat(isDue(hourly, ONE_MOVED, NOON.plusSeconds(3_599))).isFalse();
    assertThat(isDue(hourly, ONE_MOVED, NOON.plusSeconds(3_600))).isTrue();
  }

  @Test
  void isDueAtOnceWhenItsDefinitionChanges() {
    Transform before = transform("SELECT 1", ALL);
    TransformSnapshot changed =
        new TransformSnapshot(
            transform("SELECT 2", ALL),
            published(before),
            Governor.MOST_A_DAY,
            FIRST,
            Optional.empty());

    assertThat(TransformPlanner.due(changed, NOON)).isTrue();
  }

  @Test
  void doesNotOpenTheBuildThatFailedLast() {
    Transform transform = transform("SELECT 1", ANY);
    Build build = Causes.build(transform, TableState.NEW, FIRST, NOON);
    TableState failed =
        TableState.NEW.with(
            new Building(
                1,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new FailedBuild(build.cause(), "wrong", NOON))));

    assertThat(begin(transform, failed, FIRST)).isEqualTo(new TransformStep.Rest());
    assertThat(begin(transform, failed, ONE_MOVED)).isInstanceOf(TransformStep.Open.class);
  }

  @Test
  void buildsThenChecksThenPublishes() {
    Transform transform = transform("SELECT 1", ANY);
    Build build = Causes.build(transform, TableState.NEW, FIRST, NOON);

    assertThat(proceed(transform, build, NONE, NONE, NONE))
        .isEqualTo(new TransformStep.Submit(build, Step.BUILD, "j_0", Optional.empty()));
    assertThat(proceed(transform, build, running(), NONE, NONE))
        .isEqualTo(new TransformStep.AwaitJob(build, "j_0"));
    assertThat(proceed(transform, build, done(), NONE, NONE))
        .isEqualTo(new TransformStep.Submit(build, Step.CHECK, "j_0", Optional.empty()));
    assertThat(proceed(transform, build, done(), done(), NONE))
        .isEqualTo(new TransformStep.Submit(build, Step.PUBLISH, "j_0", Optional.empty()));
    assertThat(proceed(transform, build, done(), done(), done()))
        .isEqualTo(new TransformStep.Finish(build, done().job().orElseThrow(), 1));
  }

  @Test
  void publishesNothingThatAnyCheckRefuses() {
    Transform transform = transform("SELECT 1", ANY);
    Build build = Causes.build(transform, TableState.NEW, FIRST, NOON);

    assertThat(proceed(transform, build, done(), done(), NONE, "x is broken", "y is broken"))
        .isEqualTo(
            new TransformStep.Fail(
                build, "transform.check-failed", "x is broken; y is broken.", 0));
  }

  @Test
  void failsForGoodOrWaitsAsTheReasonSays() {
    Transform transform = transform("SELECT 1", ANY);
    Build build = Causes.build(transform, TableState.NEW, FIRST, NOON);
    Job.Failure wrong = new Job.Failure("invalidQuery", "Syntax error.");
    Job.Failure passing = new Job.Failure("backendError", "Try again.");

    assertThat(proceed(transform, build, failed(wrong), NONE, NONE))
        .isEqualTo(new TransformStep.Fail(build, "transform.failed", "Syntax error.", 0));
    assertThat(proceed(transform, build, failed(passing), NONE, NONE))
        .isEqualTo(new TransformStep.Pause(build, passing, NOON.plusSeconds(5)));
  }

  @Test
  void abandonsABuildOfAnotherDefinitionOnceNothingOfItRuns() {
    Build old = Causes.build(transform("SELECT 1", ANY), TableState.NEW, FIRST, NOON);
    Transform changed = transform("SELECT 2", ANY);

    assertThat(proceed(changed, old, running(), NONE, NONE))
        .isEqualTo(new TransformStep.AwaitJob(old, "j_0"));
    assertThat(proceed(changed, old, done(), NONE, NONE)).isEqualTo(new TransformStep.Abandon(old));
  }

  @Test
  void finishesABuildOfAnotherDefinitionThatIsPublished() {
    Build old = Causes.build(transform("SELECT 1", ANY), TableState.NEW, FIRST, NOON);

    assertThat(proceed(transform("SELECT 2", ANY), old, done(), done(), done()))
        .isEqualTo(new TransformStep.Finish(old, done().job().orElseThrow(), 1));
  }

  private static TransformStep begin(
      Transform transform, TableState state, Map<String, String> inputs) {
    return TransformPlanner.plan(
        new TransformSnapshot(transform, state, Governor.MOST_A_DAY, inputs, Optional.empty()),
        NOON);
  }

  private static boolean isDue(Refresh refresh, Map<String, String> inputs, Instant now) {
    Transform transform = transform("SELECT 1", refresh);
    return TransformPlanner.due(
        new TransformSnapshot(
            transform, published(transform), Governor.MOST_A_DAY, inputs, Optional.empty()),
        now);
  }

  private static TransformStep proceed(
      Transform transform,
      Build build,
      Attempts building,
      Attempts checking,
      Attempts publishing,
      String... failedChecks) {
    TransformSnapshot.OpenBuild open =
        new TransformSnapshot.OpenBuild(
            build, building, checking, publishing, List.of(failedChecks));
    return TransformPlanner.plan(
        new TransformSnapshot(
            transform, TableState.NEW, Governor.MOST_A_DAY, FIRST, Optional.of(open)),
        NOON);
  }

  private static TableState published(Transform transform) {
    Optional<String> definition = Optional.of(Causes.definition(transform));
    return TableState.NEW
        .versioned("v1", NOON)
        .with(new Building(1, FIRST, definition, Optional.empty(), Optional.empty()));
  }

  private static Attempts running() {
    return of(new Job("j_0", Job.State.RUNNING, Optional.empty(), Optional.empty(), 0));
  }

  private static Attempts done() {
    return of(new Job("j_0", Job.State.DONE, Optional.empty(), Optional.of(NOON), 0));
  }

  private static Attempts failed(Job.Failure failure) {
    return of(new Job("j_0", Job.State.DONE, Optional.of(failure), Optional.of(NOON), 0));
  }

  private static Attempts of(Job job) {
    return new Attempts("j", 0, Optional.of(job));
  }

  private static Transform transform(String sql, Refresh refresh) {
    return new Transform(
        TableId.parse("mart.t"),
        sql,
        Materialization.TABLE,
        List.of(TableId.parse("lake.a"), TableId.parse("lake.b")),
        List.of(),
        Map.of(),
        Layout.PLAIN,
        List.of(new Check("x", "SELECT 0")),
        refresh,
        About.NOTHING);
  }
}
