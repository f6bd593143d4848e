package sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.plan.Partitioning.Granularity;

final class PartitionFilesTest {

  @Test
  void readsThePartitionFromAPath() {
    assertThat(partition("dt={year}-{month}-{day}", "x/dt=2026-01-31/a.csv", Granularity.DAY))
        .contains("20260131");
    assertThat(partition("{year}/{month}/{day}/{hour}/", "2026/01/31/09/a", Granularity.HOUR))
        .contains("2026013109");
    assertThat(partition("{day}.{month}.{year}", "sales 31.01.2026.csv", Granularity.MONTH))
        .contains("202601");
    assertThat(partition("y{year}", "y2026/a", Granularity.YEAR)).contains("2026");
  }

  @Test
  void findsNothingWhereThereIsNoTime() {
    assertThat(partition("{year}{month}{day}", "20261340/a", Granularity.DAY)).isEmpty();
    assertThat(partition("{year}{month}{day}", "latest.csv", Granularity.DAY)).isEmpty();
    assertThat(partition("[{year}]", "2026", Granularity.YEAR)).isEmpty();
  }

  @Test
  void looksPastDigitsThatAreNoTime() {
    assertThat(partition("{year}{month}{day}", "99999999_20260131.csv", Granularity.DAY))
        .contains("20260131");
  }

  @Test
  void namesTheFieldsThatAPathLacks() {
    assertThat(new PartitionFiles("{year}", Optional.empty()).lacking(Granularity.HOUR))
        .containsExactly("month", "day", "hour");
    assertThat(new PartitionFiles("{year}{month}", Optional.empty()).lacking(Granularity.MONTH))
        .isEmpty();
  }

  @Test
  void knowsTheFileThatIsWrittenLast() {
    PartitionFiles files = new PartitionFiles("{year}", Optional.of("_SUCCESS"));

    assertThat(files.isMarker("2026/_SUCCESS")).isTrue();
    assertThat(files.isMarker("_SUCCESS")).isTrue();
    assertThat(files.isMarker("2026/_SUCCESS.csv")).isFalse();
  }

  @Test
  void refusesFieldsItDoesNotKnowOrHasTwice() {
    assertThatThrownBy(() -> new PartitionFiles("{yyyy}", Optional.empty()))
        .isInstanceOf(RejectedException.class)
        .hasMessage("partition_path has {yyyy}. Write {year}, {month}, {day} and {hour}.");
    assertThatThrownBy(() -> new PartitionFiles("{year}/{year}", Optional.empty()))
        .hasMessage(
            "partition_path is '{year}/{year}', which has a field twice. Write each one once.");
  }

  private static Optional<String> partition(String path, String file, Granularity granularity) {
    return new PartitionFiles(path, Optional.empty()).partition(file, granularity);
  }
}
