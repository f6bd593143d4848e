package sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;

final class JsonTest {

  sealed interface Shape {
    record Circle(int radius) implements Shape {}

    record Point() implements Shape {}
  }

  record Drawing(
      String name,
      Optional<Instant> at,
      Duration took,
      List<Shape> shapes,
      Map<String, String> notes) {}

  @Test
  void writesWhatItReads() {
    Drawing drawing =
        new Drawing(
            "売上 <1>",
            Optional.of(Instant.parse("2026-03-02T12:00:00.000001Z")),
            Duration.ofHours(1),
            List.of(new Shape.Circle(2), new Shape.Point()),
            Map.of("a", "b"));

    assertThat(Json.write(drawing))
        .isEqualTo(
            "{\"name\":\"売上 <1>\",\"at\":\"2026-03-02T12:00:00.000001Z\",\"took\":\"PT1H\","
                + "\"shapes\":[{\"kind\":\"circle\",\"radius\":2},{\"kind\":\"point\"}],"
                + "\"notes\":{\"a\":\"b\"}}");
    assertThat(Json.read(Json.write(drawing), Drawing.class)).isEqualTo(drawing);
  }

  @Test
  void takesWhatIsAbsentForEmptyWhereThereIsAnEmptyValue() {
    assertThat(Json.read("{\"name\":\"x\",\"took\":\"PT0S\"}", Drawing.class))
        .isEqualTo(new Drawing("x", Optional.empty(), Duration.ZERO, List.of(), Map.of()));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Json.read("{\"name\":\"x\"}", Drawing.class))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "This is not a Drawing: 'took' is missing. Write it with the version that reads it.");
    assertThatThrownBy(() -> Json.read("", Drawing.class))
        .isInstanceOf(RejectedException.class)
        .hasMessage("Drawing is empty. Write it anew.");
    assertThatThrownBy(
            () ->
                Json.read(
                    "{\"name\":\"x\",\"took\":\"PT0S\",\"shapes\":[{\"kind\":\"cube\"}]}",
                    Drawing.class))
        .hasMessageContaining("is none of [circle, point]");
  }
}
