package sluice.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.load.Discretion.Part;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.warehouse.Job;

final class DiscretionTest {
  private static final Column AMOUNT = Column.of("amount", ColumnType.INT64);
  private static final Column EMAIL = Column.of("email", ColumnType.STRING).asSensitive();
  private static final Discretion OPEN = new Discretion(List.of(AMOUNT));
  private static final Discretion SECRETIVE = new Discretion(List.of(AMOUNT, EMAIL));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "Could not parse 'Tanaka' as INT64 for field amount|Could not parse ...",
        "Could not parse 'O'Neill' as DATE; line_number: 3|Could not parse ...",
        "Unable to parse; line_number: 2 column_name: \"amount\" column_type: INT64 value:"
            + " \"Tanaka\" File: gs://b/x|Unable to parse; line_number: 2 column_name: amount"
            + " column_type: INT64 ...",
        "Unable to parse; column_name: \"Tanaka\" value: \"x\"|Unable to parse; column_name: ...",
        "JSON parsing error at position 0: Field: amount; Value: Tanaka|JSON parsing error at"
            + " position 0: Field: amount; ...",
        "Invalid NUMERIC value: Tanaka|Invalid NUMERIC ...",
        "CSV processing encountered too many errors, giving up. Rows: 3|CSV processing encountered"
            + " too many errors, giving up. Rows: 3"
      })
  void logsNothingThatARowHolds(String message, String loggable) {
    assertThat(OPEN.loggable(message)).isEqualTo(loggable).doesNotContain("Tanaka", "Neill");
  }

  @Test
  void logsWholeWhatIsNotAboutRows() {
    assertThat(OPEN.loggable(new Job.Failure("notFound", "Not found: Table `lake.orders`")))
        .isEqualTo("Not found: Table `lake.orders`");
    assertThat(OPEN.loggable(new Job.Failure("invalid", "Bad 'Tanaka'"))).isEqualTo("Bad ...");
  }

  @Test
  void masksTheValuesOfSensitiveColumns() {
    assertThat(SECRETIVE.showable("a@b.example", Optional.of("email"), Part.FIELD))
        .isEqualTo("(masked: 11 characters)");
    assertThat(SECRETIVE.showable("12x", Optional.of("amount"), Part.FIELD)).isEqualTo("12x");
    assertThat(SECRETIVE.showable("Could not parse 'a@b'", Optional.of("email")))
        .isEqualTo("Could not parse ...");
    assertThat(SECRETIVE.showable("Could not parse '12x'", Optional.of("amount")))
        .isEqualTo("Could not parse '12x'");
  }

  @Test
  void masksALineThatMayHoldASensitiveValue() {
    assertThat(SECRETIVE.showable("12x,a@b", Optional.of("amount"), Part.LINE))
        .isEqualTo("(masked: 7 characters)");
    assertThat(SECRETIVE.showable("a@b", Optional.empty(), Part.FIELD))
        .isEqualTo("(masked: 3 characters)");
    assertThat(OPEN.showable("12x", Optional.empty(), Part.LINE)).isEqualTo("12x");
  }

  @Test
  void cutsALongText() {
    assertThat(OPEN.showable("🍣".repeat(300), Optional.empty(), Part.LINE))
        .isEqualTo("🍣".repeat(200) + "...");
  }
}
