package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.handover.Handovers;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

final class HandoversTest {
  private static final LandingTable PAYMENTS =
      PlanBuilder.handedOver(
          "lake.payments",
          List.of("payments/**.ndjson"),
          List.of("payments/test/**"),
          Optional.empty());
  private static final LandingTable SETTLED =
      PlanBuilder.handedOver(
          "lake.settled", List.of("settled/**"), List.of(), Optional.of("_SUCCESS"));
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-03-02T11:00:00Z");

  private final Pipeline pipeline =
      new Pipeline(new PlanBuilder().with(PAYMENTS).with(SETTLED).build());
  private final InMemoryForeignBucket bucket = new InMemoryForeignBucket();
  private int calls;

  @Test
  void takesEachObjectOnce() {
    put("payments/a.ndjson", BEFORE, "1", "2");
    take();
    put("payments/b.ndjson", NOON, "3");
    take();
    take();
    load();

    assertThat(payments()).containsExactly("1", "2", "3");
  }

  @Test
  void takesWhatAppearsLateWithAnEarlyTimeOrWithTheSame() {
    put("payments/b.ndjson", NOON, "1");
    take();
    put("payments/a.ndjson", NOON, "2");
    put("payments/late.ndjson", BEFORE, "3");
    take();
    load();

    assertThat(payments()).containsExactly("1", "2", "3");
  }

  @Test
  void takesWhatWasReplacedAsWhatItIsNow() {
    put("payments/a.ndjson", BEFORE, "1");
    take();
    put("payments/a.ndjson", BEFORE, "2");
    take();
    load();

    assertThat(payments()).containsExactly("1", "2");
  }

  @Test
  void leavesWhatItIsNotToTake() {
    put("payments/test/a.ndjson", BEFORE, "1");
    put("payments/a.txt", BEFORE, "2");
    put("payments/.hidden.ndjson", BEFORE, "3");
    bucket.put("export/payments/empty.ndjson", "", BEFORE);
    bucket.put("elsewhere/payments/a.ndjson", Rows.ofIds("4"), BEFORE);
    take();
    load();

    assertThat(payments()).isEmpty();
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void waitsForTheMarkerOfAFolder() {
    put("settled/1/a", BEFORE, "1");
    put("settled/2/a", BEFORE, "2");
    bucket.put("export/settled/2/_SUCCESS", "", BEFORE);
    take();
    load();
    assertThat(pipeline.ids("lake.settled")).containsExactly("2");

    put("settled/1/b", NOON, "3");
    bucket.put("export/settled/1/_SUCCESS", "", NOON);
    take();
    load();
    assertThat(pipeline.ids("lake.settled")).containsExactly("1", "2", "3");
  }

  @Test
  void loadsInTheOrderOfTheOriginals() {
    put("payments/z.ndjson", BEFORE, "1");
    put("payments/a.ndjson", NOON, "2");
    take();
    load();

    assertThat(pipeline.store.names("archive/"))
        .extracting(name -> name.substring(name.lastIndexOf('/') + 1))
        .containsExactly("z.ndjson", "a.ndjson");
  }

  @Test
  void putsABadObjectAsideAndLoadsTheOthers() {
    put("payments/a.ndjson", BEFORE, "1");
    bucket.put("export/payments/bad.ndjson", Rows.bad(), BEFORE);
    take();
    load();

    assertThat(payments()).containsExactly("1");
    assertThat(pipeline.store.names("quarantine/")).hasSize(2);
  }

  @Test
  void believesNoCopyThatItsOwnersStoreContradicts() {
    put("payments/a.ndjson", BEFORE, "1");
    bucket.putDamaged("export/payments/b.ndjson", Rows.ofIds("2"), Rows.ofIds("3"), BEFORE);

    assertThatThrownBy(this::take)
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "export/payments/b.ndjson could not be copied rightly. It will be tried again; if it"
                + " goes on, ask its owner to upload it anew.");
    load();
    assertThat(payments()).as("the others").containsExactly("1");

    put("payments/b.ndjson", NOON, "3");
    take();
    load();
    assertThat(payments()).containsExactly("1", "3");
  }

  @Test
  void leavesWhatGoesWhileItIsCopied() {
    put("payments/a.ndjson", BEFORE, "1");
    bucket.onReading(() -> bucket.remove("export/payments/a.ndjson"));
    take();
    load();

    assertThat(payments()).isEmpty();
  }

  @Test
  void twoCallsAtOnceTakeEachObjectOnce() {
    put("payments/a.ndjson", BEFORE, "1");
    bucket.onReading(
        () -> {
          bucket.onReading(() -> {});
          take();
        });
    take();
    load();

    assertThat(payments()).containsExactly("1");
    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
  }

  @Test
  void copiesALargeObjectInStretchesThatOutliveTheCall() {
    String row = Rows.ofIds("1".repeat(1 << 20));
    String large = row.repeat(70);
    bucket.put("export/payments/large.ndjson", large, BEFORE);
    AtomicInteger reads = new AtomicInteger();
    bucket.onReading(
        () -> {
          if (reads.incrementAndGet() == 2) {
            throw new UnavailableException("The line was cut.");
          }
        });

    assertThatThrownBy(this::take).isInstanceOf(UnavailableException.class);
    take();

    assertThat(reads).as("two stretches, of which one was read twice").hasValue(3);
    load();
    assertThat(payments()).hasSize(70);
    assertThat(pipeline.store.names("landing/")).as("what is left over").containsOnly(commit());
  }

  @Test
  void namesTheSourcesThereAre() {
    assertThatThrownBy(() -> handovers(pipeline.store).take("nobody", NOON))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The plan has no source 'nobody' of kind s3. Name one of [payments].");
  }

  /** Whatever call of the store is a call's last one, each row is there once in the end. */
  @Test
  void takesEachObjectOnceWhereverItIsKilled() {
    Random random = new Random(11);
    Set<String> ids = new TreeSet<>();
    for (int round = 0; round < 300; round++) {
      if (round % 3 == 0) {
        String id = "%03d".formatted(round);
        ids.add(id);
        put(
            "payments/%d.ndjson".formatted(random.nextInt(40) + 100 * round),
            NOON.plusSeconds(round),
            id);
      }
      ObjectStore killed = Killed.after(random.nextInt(40), pipeline.store);
      try {
        handovers(killed).take("payments", NOON);
      } catch (Killed.Kill | UnavailableException dead) {
        // The next call goes on.
      }
    }
    take();
    load();

    assertThat(payments()).containsExactlyElementsOf(ids).doesNotHaveDuplicates();
  }

  private void put(String key, Instant at, String... ids) {
    bucket.put("export/" + key, Rows.ofIds(ids), at);
  }

  private void take() {
    handovers(pipeline.store).take("payments", NOON);
  }

  private Handovers handovers(ObjectStore store) {
    return new Handovers(
        pipeline.plans,
        store,
        handover -> bucket,
        pipeline.clock,
        () -> "call-" + calls++,
        Duration.ofMinutes(25));
  }

  private void load() {
    pipeline.sweep.run();
    pipeline.settle();
  }

  private List<String> payments() {
    return pipeline.ids("lake.payments");
  }

  private String commit() {
    return "landing/_commits/payments.payments/000000000001.json";
  }
}
