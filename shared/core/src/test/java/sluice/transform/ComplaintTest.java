package sluice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.warehouse.Job;

final class ComplaintTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unrecognized name: amout; Did you mean amount? at [3:8]",
        "No matching signature for operator = for argument types: INT64, STRING at [1:1]. 'a'",
        "Syntax error: Unexpected keyword FROM"
      })
  void saysWholeWhatIsWrongWithTheStatement(String message) {
    assertThat(complaint("invalidQuery", message)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "Bad int64 value: Tanaka | Bad int64",
        "Invalid date: '1990-13-01' | Invalid date:",
        "Division by zero: 4200 / 0 | Division by zero",
        "Could not parse \"090-1234-5678\" as a number | Could not parse",
      })
  void cutsAMessageAboutRowsBeforeTheirFirstValue(String message, String logged) {
    assertThat(complaint("invalidQuery", message))
        .isEqualTo(logged + " ... (job j_0 has the whole message.)");
  }

  @Test
  void saysWholeWhatHoldsNoRows() {
    assertThat(complaint("accessDenied", "Access Denied: Table 'a.b': no permission"))
        .isEqualTo("Access Denied: Table 'a.b': no permission");
  }

  private static String complaint(String reason, String message) {
    return Complaint.of(new Job.Failure(reason, message), "j_0");
  }
}
