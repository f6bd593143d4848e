package sluice.local.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.local.sql.udf.BigNumerics;

/** The keys that stand for BIGNUMERIC values say the same as the numbers. */
final class BigNumericsTest {
  private static final BigDecimal MOST =
      new BigDecimal(
          "578960446186580977117854925043439539266.34992332820282019728792003956564819967");
  private static final BigDecimal LEAST =
      new BigDecimal(
          "-578960446186580977117854925043439539266.34992332820282019728792003956564819968");
  private static final BigDecimal UNIT = BigDecimal.ONE.movePointLeft(38);

  @Test
  void keysReadBackAsTheirNumbers() {
    for (BigDecimal number : numbers()) {
      assertThat(BigNumerics.value(BigNumerics.key(number))).isEqualByComparingTo(number);
    }
    assertThat(BigNumerics.text(BigNumerics.key(new BigDecimal("-0.50")))).isEqualTo("-0.5");
    assertThat(BigNumerics.text(BigNumerics.key(new BigDecimal("1e38"))))
        .isEqualTo("1" + "0".repeat(38));
    assertThat(BigNumerics.text(BigNumerics.key(new BigDecimal("0.000")))).isEqualTo("0");
  }

  @Test
  void keysStandInTheOrderOfTheirNumbers() {
    List<BigDecimal> numbers = numbers();
    Collections.sort(numbers);
    List<String> keys = numbers.stream().map(BigNumerics::key).toList();

    assertThat(keys).isSorted().allMatch(key -> key.matches("[0-9a-f]{64}"));
    assertThat(keys.get(0)).isEqualTo("0".repeat(64));
    assertThat(keys.get(keys.size() - 1)).isEqualTo("f".repeat(64));
  }

  @Test
  void beyondTheLimitsNothingIsKept() {
    for (BigDecimal beyond :
        List.of(MOST.add(UNIT), LEAST.subtract(UNIT), new BigDecimal("1e999999999"))) {
      assertThatThrownBy(() -> BigNumerics.key(beyond))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("BIGNUMERIC overflow");
    }
    assertThat(BigNumerics.text(BigNumerics.key(new BigDecimal("1e-999999999")))).isEqualTo("0");
  }

  private static List<BigDecimal> numbers() {
    Random random = new Random(38);
    List<BigDecimal> numbers = new ArrayList<>(List.of(MOST, LEAST, UNIT, UNIT.negate()));
    numbers.add(BigDecimal.ZERO);
    for (int bits = 1; bits < 255; bits++) {
      BigDecimal number = new BigDecimal(new BigInteger(bits, random), 38);
      numbers.add(number);
      numbers.add(number.negate());
    }
    return numbers;
  }
}
