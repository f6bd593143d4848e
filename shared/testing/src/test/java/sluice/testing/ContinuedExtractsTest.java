package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.UnavailableException;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.extract.Extracts;
import sluice.extract.Parts;
import sluice.extract.SourceReader;
import sluice.plan.LandingTable;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.store.ObjectStore;

/** Extracts that one call has too little time for. */
final class ContinuedExtractsTest {
  private static final LandingTable SHOPS = PlanBuilder.snapshot("lake.shops");
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-02T13:00:00Z");
  private static final Duration TIME = Duration.ofMinutes(10);

  private final Pipeline pipeline = new Pipeline(new PlanBuilder().with(SHOPS).build());
  private final List<String> source = new ArrayList<>(List.of("1", "2", "3", "4", "5"));
  private final List<Optional<String>> places = new ArrayList<>();
  private final List<Boolean> tookLong = new ArrayList<>();
  private ColumnType type = ColumnType.STRING;
  private int rowsOfCall = 2;
  private Runnable afterReading = () -> {};
  private int calls;

  @Test
  void readsOnWhereTheCallBeforeEnded() {
    try (Logs logs = new Logs()) {
      assertIsContinued(NOON);
      assertIsContinued(NOON);
      assertThat(pipeline.store.names("landing/_commits/")).as("nothing counts yet").isEmpty();

      extract(NOON);

      assertThat(logs.of("extract.continued"))
          .containsExactly(
              "INFO 2 rows of lake.shops are read in 1 calls, each from a moment of its own;"
                  + " the next call reads on.",
              "INFO 4 rows of lake.shops are read in 2 calls, each from a moment of its own;"
                  + " the next call reads on.");
      assertThat(logs.of("extract.committed"))
          .containsExactly("INFO 5 rows of lake.shops have landed.");
    }
    assertThat(places).containsExactly(Optional.empty(), Optional.of("2"), Optional.of("4"));
    assertThat(last().trail().calls()).contains(3);
    assertThat(pipeline.store.names("state/extracts/")).isEmpty();
    load();
    assertThat(pipeline.ids("lake.shops")).containsExactly("1", "2", "3", "4", "5");
    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
  }

  @Test
  void goesOnForALaterSlot() {
    assertIsContinued(NOON);
    rowsOfCall = 10;
    extract(LATER);

    assertThat(last().slot()).isEqualTo(LATER);
    load();
    assertThat(pipeline.ids("lake.shops")).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void saysThatTheExtractBeforeTookSeveralCalls() {
    assertIsContinued(NOON);
    rowsOfCall = 10;
    extract(NOON);
    extract(LATER);

    assertThat(tookLong).containsExactly(false, false, true);
    assertThat(last().trail().calls()).isEmpty();
  }

  @Test
  void keepsOneOfTwoCallsThatReadOnAtOnce() {
    assertIsContinued(NOON);
    rowsOfCall = 10;
    afterReading =
        () -> {
          afterReading = () -> {};
          extract(NOON);
        };

    extract(NOON);
    load();

    assertThat(pipeline.store.names("landing/_commits/")).hasSize(1);
    assertThat(pipeline.ids("lake.shops")).containsExactly("1", "2", "3", "4", "5");
    assertThat(pipeline.store.names("landing/_parts/")).as("the loser's are gone").isEmpty();
  }

  @Test
  void looksAgainWhenAnotherCallReadOnMeanwhile() {
    assertIsContinued(NOON);
    afterReading =
        () -> {
          afterReading = () -> {};
          assertIsContinued(NOON);
        };

    assertThatCode(() -> extract(NOON)).doesNotThrowAnyException();
    load();

    assertThat(places)
        .containsExactly(Optional.empty(), Optional.of("2"), Optional.of("2"), Optional.of("4"));
    assertThat(pipeline.ids("lake.shops")).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void beginsAnewWhenTheColumnsChange() {
    assertIsContinued(NOON);
    type = ColumnType.INT64;
    rowsOfCall = 10;
    try (Logs logs = new Logs()) {
      extract(NOON);
      assertThat(logs.of("extract.restarted"))
          .containsExactly(
              "WARN lake.shops got other columns in the source while calls read it. It is read"
                  + " from the start.");
    }

    assertThat(places).containsExactly(Optional.empty(), Optional.of("2"), Optional.empty());
    load();
    assertThat(pipeline.ids("lake.shops")).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void beginsAnewAfterSomeDays() {
    assertIsContinued(NOON);
    pipeline.clock.advance(Duration.ofDays(3));
    rowsOfCall = 10;
    extract(LATER);

    assertThat(places).containsExactly(Optional.empty(), Optional.empty());
    assertThat(pipeline.store.names("state/extracts/")).isEmpty();
  }

  @Test
  void leavesWhatTheTimeIsTooShortForToTheNextCall() {
    LandingTable users = PlanBuilder.snapshot("lake.users");
    pipeline.plans.publish(new PlanBuilder().with(SHOPS).with(users).build());
    rowsOfCall = 10;
    afterReading =
        () -> {
          afterReading = () -> {};
          pipeline.clock.advance(TIME);
        };

    try (Logs logs = new Logs()) {
      assertIsContinued(NOON);
      assertThat(logs.of("extract.left"))
          .containsExactly("INFO The call's time is over. lake.users is left to the next one.");
    }
    assertThat(pipeline.store.names("landing/_commits/")).hasSize(1);
    extract(NOON);
    assertThat(pipeline.store.names("landing/_commits/")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void landsEachRowOnceWhereverACallIsKilled(int killedAt) {
    KilledStore killed = new KilledStore(pipeline.store, killedAt);
    for (int call = 1; call <= 3; call++) {
      try {
        extracts(killed.store()).extract("shop", NOON, TIME);
      } catch (KilledStore.Killed | UnavailableException ended) {
        assertThat(pipeline.store.names("landing/_commits/")).hasSizeLessThan(2);
      }
    }
    for (int call = 1; call <= 3; call++) {
      try {
        extract(NOON);
      } catch (UnavailableException continued) {
        assertThat(continued).hasMessageContaining("The next call reads on.");
      }
    }
    load();

    assertThat(pipeline.ids("lake.shops")).containsExactly("1", "2", "3", "4", "5");
    assertThat(pipeline.store.names("landing/_commits/")).hasSize(1);
  }

  private void assertIsContinued(Instant slot) {
    assertThatThrownBy(() -> extract(slot)).isInstanceOf(UnavailableException.class);
  }

  private void extract(Instant slot) {
    extracts(pipeline.store).extract("shop", slot, TIME);
  }

  private Extracts extracts(ObjectStore store) {
    return new Extracts(
        pipeline.plans, store, opened -> new Slow(), pipeline.clock, () -> "c" + ++calls);
  }

  private void load() {
    pipeline.loads.reconcile(SHOPS.id());
    pipeline.settle();
  }

  private Commit last() {
    return new Commits(pipeline.store).last(SHOPS, 0).orElseThrow();
  }

  /** A source that hands out some rows a call. */
  private final class Slow implements SourceReader.Continuing {
    @Override
    public Stretch read(LandingTable table, Asked asked, Parts parts) {
      places.add(asked.place());
      tookLong.add(asked.takesLong());
      int from = asked.place().map(Integer::parseInt).orElse(0);
      int to = Math.min(source.size(), from + rowsOfCall);
      write(parts, source.subList(from, to));
      afterReading.run();
      Reading reading =
          new Reading(to - from, Optional.empty(), NOON, Map.of(), List.of(Column.of("id", type)));
      return new Stretch(reading, to < source.size() ? Optional.of("" + to) : Optional.empty());
    }

    @Override
    public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
      throw new AssertionError("reads what is asked");
    }

    @Override
    public void close() {}

    private void write(Parts parts, List<String> rows) {
      byte[] text = Rows.ofIds(rows.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8);
      try (ObjectStore.Upload upload = parts.open(1)) {
        upload.write(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      parts.finished(1, rows.size(), text.length);
    }
  }
}
