package sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sluice.plan.Format;

final class PassageTest {
  @Test
  void readsALineByItsNumberOrItsPlace() {
    assertThat(Passage.line(bytes("a\r\n渋谷\nc"), StandardCharsets.UTF_8, 2))
        .contains(new Passage.Place(Optional.of(2L), "渋谷"));
    assertThat(Passage.line(bytes("a\nb\nc"), StandardCharsets.UTF_8, 3))
        .contains(new Passage.Place(Optional.of(3L), "c"));
    assertThat(Passage.line(bytes("a\nb\n"), StandardCharsets.UTF_8, 3)).isEmpty();
    assertThat(Passage.at(bytes("a\n渋谷\nc"), StandardCharsets.UTF_8, 2))
        .contains(new Passage.Place(Optional.of(2L), "渋谷"));
    assertThat(Passage.at(bytes("a\n"), StandardCharsets.UTF_8, 9)).isEmpty();
  }

  @Test
  void readsOnlyTheBeginningOfALongLine() {
    assertThat(Passage.line(bytes("x".repeat(1_000_000)), StandardCharsets.UTF_8, 1))
        .hasValueSatisfying(place -> assertThat(place.text()).hasSize(1 << 16));
  }

  @Test
  void readsAFieldOfALine() {
    Format.Csv csv = new Format.Csv(",", 1, "");

    assertThat(Passage.field("a,\"b,c\",d", csv, OptionalLong.of(1))).contains("b,c");
    assertThat(Passage.field("a", csv, OptionalLong.of(1))).isEmpty();
    assertThat(Passage.field("a,\"b", csv, OptionalLong.of(1))).isEmpty();
    assertThat(Passage.field("a", csv, OptionalLong.empty())).isEmpty();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
