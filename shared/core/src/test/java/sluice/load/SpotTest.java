package sluice.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SpotTest {

  @Test
  void readsLineAndColumnFromAMessage() {
    assertThat(
            Spot.in(
                "Error while reading data, error message: Unable to parse; line_number: 8123"
                    + " byte_offset_to_start_of_line: 160321 column_index: 1 column_name:"
                    + " \"amount\" column_type: NUMERIC value: \"much\" File: gs://b/f.csv"))
        .isEqualTo(new Spot(Optional.of(8123L), Optional.of("amount")));
  }

  @Test
  void knowsNothingFromAMessageThatSaysNothing() {
    assertThat(Spot.in("Not in GZIP format File: gs://b/f.csv.gz")).isEqualTo(Spot.UNKNOWN);
  }
}
