package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;
import sluice.plan.Plan;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.testing.PlanBuilder;

final class LandingEventsTest {

  private static final Plan PLAN =
      new PlanBuilder()
          .with(PlanBuilder.dropped("lake.orders", WriteMode.APPEND))
          .with(PlanBuilder.incremental("lake.users"))
          .build();

  @Test
  void namesTheTableOfAFile() {
    assertThat(table("landing/partner.orders/2026/売上.csv")).contains(TableId.parse("lake.orders"));
  }

  @Test
  void namesTheTableOfACommit() {
    assertThat(table("landing/_commits/shop.users/000000000001.json"))
        .contains(TableId.parse("lake.users"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "landing/_parts/shop.users/20260302T120000Z/c1/00001.avro",
        "landing/_claimed/partner.orders/00000000000000000001/a.csv",
        "landing/partner.unknown/a.csv",
        "landing/readme.txt",
        "archive/partner.orders/a.csv",
        "state/tables/lake.orders.json"
      })
  void wakesNobodyForWhatMakesNothingPending(String object) {
    assertThat(table(object)).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{}", "[]", "{\"name\": null}", "{\"name\": {}}", "hello"})
  void rejectsAnEventThatNamesNoObject(String text) {
    assertThatThrownBy(() -> LandingEvents.table(ReceivedEvent.of(text), PLAN))
        .isInstanceOf(RejectedException.class)
        .hasMessage("Event e1 names no object. Trigger this function by finalized objects only.");
  }

  @Test
  void rejectsAnEventThatIsNotJson() {
    assertThatThrownBy(() -> LandingEvents.table(ReceivedEvent.of("{\"name\": "), PLAN))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Event e1 from //storage.googleapis.com/projects/_/buckets/b is not JSON. Let only"
                + " Google Cloud's own events trigger this function.");
  }

  private static Optional<TableId> table(String object) {
    String data =
        """
        {"kind": "storage#object", "bucket": "b", "name": "%s", "generation": "1587627537231057",
         "metageneration": "1", "size": "352", "crc32c": "rTVTeQ==",
         "timeCreated": "2026-03-02T12:00:00.230Z"}
        """
            .formatted(object);
    return LandingEvents.table(ReceivedEvent.of(data), PLAN);
  }
}
