package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.extract.Extracts;
import sluice.extract.Parts;
import sluice.extract.SourceReader;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

final class ExtractsTest {
  private static final LandingTable USERS = PlanBuilder.incremental("lake.users");
  private static final LandingTable SHOPS = PlanBuilder.snapshot("lake.shops");
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-02T13:00:00Z");

  private final Pipeline pipeline = new Pipeline(new PlanBuilder().with(USERS).build());
  private final List<Optional<String>> watermarks = new ArrayList<>();
  private final List<String> source = new ArrayList<>();
  private Runnable whileReading = () -> {};
  private int calls;

  @Test
  void landsARowOnceHoweverOftenASlotIsCalled() {
    source.addAll(List.of("1", "2"));

    extract(NOON);
    extract(NOON);
    load();

    assertThat(pipeline.ids("lake.users")).containsExactly("1", "2");
    assertThat(watermarks).containsExactly(Optional.empty());
  }

  @Test
  void readsOnFromTheWatermark() {
    source.addAll(List.of("1", "2"));
    extract(NOON);
    source.add("3");
    extract(LATER);
    load();

    assertThat(pipeline.ids("lake.users")).containsExactly("1", "2", "3");
    assertThat(watermarks).containsExactly(Optional.empty(), Optional.of("2"));
    assertThat(pipeline.jobs("load")).as("both commits in one job").isEqualTo(1);
  }

  @Test
  void keepsTheWatermarkOfARunThatFindsNothing() {
    source.addAll(List.of("1", "2"));
    extract(NOON);
    extract(LATER);

    assertThat(last(USERS).watermark()).contains("2");
    assertThat(last(USERS).parts()).isEmpty();
  }

  @Test
  void loadsNothingForACommitWithoutRows() {
    extract(NOON);
    load();

    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.state("lake.users").loading().commit()).isEqualTo(1);
  }

  @Test
  void leavesNoPartsBehindOnceTheyAreLoaded() {
    source.add("1");
    extract(NOON);
    assertThat(pipeline.store.names("landing/_parts/")).hasSize(1);

    load();

    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
    assertThat(pipeline.store.names("landing/_commits/")).hasSize(1);
  }

  @Test
  void commitsOneOfTwoCallersAtOneSlot() {
    source.add("1");
    whileReading =
        () -> {
          whileReading = () -> {};
          extract(NOON);
        };

    extract(NOON);
    load();

    assertThat(watermarks).as("both have read").hasSize(2);
    assertThat(pipeline.store.names("landing/_commits/")).hasSize(1);
    assertThat(pipeline.store.names("landing/_parts/")).as("the loser's are gone").isEmpty();
    assertThat(pipeline.ids("lake.users")).containsExactly("1");
  }

  @Test
  void readsAnewBehindAnEarlierSlotThatWasCommittedMeanwhile() {
    source.add("1");
    whileReading =
        () -> {
          whileReading = () -> {};
          extract(NOON);
          source.add("2");
        };

    extract(LATER);
    load();

    assertThat(pipeline.ids("lake.users")).containsExactly("1", "2");
    assertThat(watermarks).containsExactly(Optional.empty(), Optional.empty(), Optional.of("1"));
  }

  @Test
  void leavesASlotAloneThatIsBehindTheLastOne() {
    source.add("1");
    extract(LATER);
    source.add("2");

    extract(NOON);

    assertThat(watermarks).hasSize(1);
    assertThat(last(USERS).slot()).isEqualTo(LATER);
  }

  @Test
  void tellsOfATableThatFailsAndReadsTheOthers() {
    pipeline.plans.publish(new PlanBuilder().with(SHOPS).with(USERS).build());
    source.add("1");

    try (Logs logs = new Logs()) {
      assertThatThrownBy(() -> extract(NOON)).isInstanceOf(UnavailableException.class);

      assertThat(logs.of("extract.failed"))
          .containsExactly("WARN lake.shops could not be extracted: The shops are closed.");
      assertThat(logs.of("extract.committed"))
          .containsExactly("INFO 1 rows of lake.users have landed.");
    }
    assertThat(last(USERS).rows()).isEqualTo(1);
  }

  @Test
  void refusesASourceThatThePlanDoesNotHave() {
    assertThatThrownBy(() -> extracts().extract("shopp", NOON))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The plan has no source 'shopp'. Name one of [partner, shop, payments].");
  }

  private void extract(Instant slot) {
    extracts().extract("shop", slot);
  }

  private Extracts extracts() {
    return new Extracts(
        pipeline.plans, pipeline.store, opened -> reader(), pipeline.clock, () -> "c" + ++calls);
  }

  private void load() {
    pipeline.loads.reconcile(USERS.id());
    pipeline.settle();
  }

  private Commit last(LandingTable table) {
    return new Commits(pipeline.store).last(table, 0).orElseThrow();
  }

  private SourceReader reader() {
    return new SourceReader() {
      @Override
      public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
        if (table.equals(SHOPS)) {
          throw new UnavailableException("The shops are closed.");
        }
        watermarks.add(watermark);
        List<String> rows =
            source.stream()
                .filter(id -> watermark.filter(last -> id.compareTo(last) <= 0).isEmpty())
                .toList();
        whileReading.run();
        if (!rows.isEmpty()) {
          write(parts, rows);
        }
        Optional<String> last = rows.isEmpty() ? Optional.empty() : Optional.of(last(rows));
        return new Reading(rows.size(), last, NOON, Map.of());
      }

      @Override
      public void close() {}
    };
  }

  private static String last(List<String> rows) {
    return rows.get(rows.size() - 1);
  }

  private static void write(Parts parts, List<String> rows) {
    byte[] text = Rows.ofIds(rows).getBytes(StandardCharsets.UTF_8);
    try (ObjectStore.Upload upload = parts.open(1)) {
      upload.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts.finished(1, rows.size(), text.length);
  }
}
