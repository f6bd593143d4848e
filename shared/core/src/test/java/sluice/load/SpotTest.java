package sluice.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SpotTest {

  @Test
  void readsWhereAMessageSaysThatTheErrorIs() {
    assertThat(
            Spot.in(
                "Error while reading data, error message: Unable to parse; line_number: 8123"
                    + " byte_offset_to_start_of_line: 99184 column_index: 2 column_name: \"amount\""
                    + " column_type: INT64 value: \"12x\" File: gs://b/a.csv"))
        .isEqualTo(
            new Spot(
                Optional.of(8123L),
                Optional.of("amount"),
                OptionalLong.of(2),
                OptionalLong.of(99_184),
                Optional.of("INT64")));
  }

  @Test
  void readsWhereARowOfJsonBegins() {
    assertThat(
            Spot.in(
                "Error while reading data, error message: JSON parsing error in row starting at"
                    + " position 4711: Could not convert value 'string_value: \"x\"' to integer."
                    + " Field: amount; Value: x File: gs://b/a.json"))
        .isEqualTo(
            new Spot(
                Optional.empty(),
                Optional.of("amount"),
                OptionalLong.empty(),
                OptionalLong.of(4711),
                Optional.empty()));
  }

  @Test
  void knowsNothingOfAMessageThatSaysNothing() {
    assertThat(Spot.in("Error while reading data. File: gs://b/a.csv")).isEqualTo(Spot.UNKNOWN);
  }
}
