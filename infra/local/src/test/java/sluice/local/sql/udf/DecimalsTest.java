package sluice.local.sql.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "0E+99, 0.00",
    "1.005, 1.01",
    "-1.005, -1.01",
    "999.994, 999.99",
    "0.005, 0.01",
    "0.0049, 0.00",
    "-0.0049, 0.00",
    "1E+2, 100.00",
    "1E-999999999, 0.00",
    "-1E-999999999, 0.00"
  })
  void roundsHalfAwayFromZero(BigDecimal value, BigDecimal rounded) {
    assertThat(Decimals.round(value, 2, 3)).contains(rounded);
  }

  @ParameterizedTest
  @CsvSource({"1000", "-1000", "999.995", "1E+3", "1E+999999999", "-1E+999999999"})
  void hasNoPlaceForMoreDigits(BigDecimal value) {
    assertThat(Decimals.round(value, 2, 3)).isEmpty();
  }

  @Test
  void keepsAllDigitsThatThereArePlacesFor() {
    BigDecimal widest = new BigDecimal("99999999999999999999999999999.999999999");
    assertThat(Decimals.round(widest, 9, 29)).isEqualTo(Optional.of(widest));
  }
}
