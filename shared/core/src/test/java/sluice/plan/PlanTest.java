package sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

final class PlanTest {

  @Test
  void isReadBackAsItWasWritten() {
    Plan plan =
        new Plan(
            "company",
            "US",
            List.of(),
            List.of(
                table("a", new Origin.Extracted("public.a", new ReadMode.Snapshot())),
                table(
                    "b",
                    new Origin.Extracted(
                        "public.b", new ReadMode.Incremental("at", Duration.ofMinutes(1)))),
                table("c", new Origin.Dropped(new Format.Csv(",", 1, "")))),
            List.of());

    assertThat(Plan.parse(plan.json())).isEqualTo(plan);
  }

  @Test
  void saysWhichKindOfOriginATableHas() {
    Plan plan =
        new Plan(
            "company",
            "US",
            List.of(),
            List.of(table("c", new Origin.Dropped(new Format.Avro()))),
            List.of());

    assertThat(plan.json())
        .contains(
            "\"origin\":{\"kind\":\"dropped\",\"format\":{\"kind\":\"avro\"},\"arrival\":{\"match\":[]}}");
  }

  @Test
  void readsAPlanOfBeforeFilesHadAnArrival() {
    Plan plan =
        new Plan(
            "company",
            "US",
            List.of(),
            List.of(table("c", new Origin.Dropped(new Format.Avro()))),
            List.of());

    assertThat(Plan.parse(plan.json().replaceFirst(",\"arrival\":\\{[^}]*\\}", "")))
        .isEqualTo(plan);
  }

  private static LandingTable table(String name, Origin origin) {
    return new LandingTable(
        new TableId("lake", name),
        "source",
        origin,
        WriteMode.APPEND,
        List.of(Column.of("id", ColumnType.INT64)),
        new Layout(Optional.empty(), List.of()),
        About.NOTHING,
        Optional.empty());
  }
}
