package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.Extracts;
import sluice.extract.Parts;
import sluice.extract.SourceReader;
import sluice.plan.LandingTable;
import sluice.plan.Source;
import sluice.store.ObjectStore;

/** Snapshots that are extracted faster than they are loaded, or are larger than one job takes. */
final class SnapshotsTest {
  private static final LandingTable SHOPS = PlanBuilder.snapshot("lake.shops");
  private static final Instant SLOT = Instant.parse("2026-03-02T12:00:00Z");

  private final Pipeline pipeline = new Pipeline(new PlanBuilder().with(SHOPS).build());
  private int calls;

  @Test
  void loadsTheNewestSaysSoAndDeletesThePartsOfAll() {
    extract(SLOT, 2);
    extract(SLOT.plusSeconds(60), 3);
    extract(SLOT.plusSeconds(120), 1);

    try (Logs logs = new Logs()) {
      pipeline.loads.reconcile(SHOPS.id());
      pipeline.settle();

      assertThat(logs.of("load.superseded"))
          .containsExactly(
              "INFO 5 objects of lake.shops are not loaded: batch 1 takes a newer snapshot.");
    }
    assertThat(pipeline.ids("lake.shops")).containsExactly("call3-1");
    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
    assertThat(pipeline.store.names("landing/_commits/")).hasSize(3);
  }

  @Test
  void emptiesATableWhoseSourceHasNoRowAnyMore() {
    extract(SLOT, 2);
    load();
    assertThat(pipeline.ids("lake.shops")).hasSize(2);

    extract(SLOT.plusSeconds(60), 0);
    load();

    assertThat(pipeline.ids("lake.shops")).isEmpty();
    assertThat(pipeline.warehouse.exists(SHOPS.id())).isTrue();
    assertThat(pipeline.state("lake.shops").version()).contains(pipeline.warehouse.jobs().get(1));

    extract(SLOT.plusSeconds(120), 1);
    load();
    assertThat(pipeline.ids("lake.shops")).containsExactly("call3-1");
  }

  @Test
  void refusesAnExtractThatOneJobCannotTake() {
    assertThatThrownBy(() -> extract(SLOT, 10_001))
        .isInstanceOf(RejectedException.class)
        .hasMessageMatching(
            "The extract of lake.shops has 10001 parts of \\d+ bytes, more than the 10000 and"
                + " 15000000000000 of one load job. Extract it incrementally, or in several"
                + " tables.");

    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  private void load() {
    pipeline.loads.reconcile(SHOPS.id());
    pipeline.settle();
  }

  private void extract(Instant slot, int parts) {
    String call = "call" + ++calls;
    new Extracts(
            pipeline.plans, pipeline.store, new Snapshots(call, parts), pipeline.clock, () -> call)
        .extract("shop", slot);
  }

  /** A source of which every part has one row. */
  private record Snapshots(String call, int count) implements SourceReader, SourceReader.Opener {
    @Override
    public SourceReader open(Source source) {
      return this;
    }

    @Override
    public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
      for (int number = 1; number <= count; number++) {
        byte[] row = Rows.ofIds(call + "-" + number).getBytes(StandardCharsets.UTF_8);
        try (ObjectStore.Upload upload = parts.open(number)) {
          upload.write(row);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        parts.finished(number, 1, row.length);
      }
      return new Reading(count, Optional.empty(), SLOT, Map.of());
    }

    @Override
    public void close() {}
  }
}
