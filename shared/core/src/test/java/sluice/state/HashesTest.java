package sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HashesTest {
  @Test
  void isTheSameForTheSameTextsInTheSameOrder() {
    assertThat(Hashes.of(List.of("a", "売上")))
        .isEqualTo(Hashes.of(List.of("a", "売上")))
        .matches("[0-9a-f]{20}")
        .isNotEqualTo(Hashes.of(List.of("売上", "a")));
  }

  @Test
  void tellsListsApartThatReadAlikeWhenJoined() {
    assertThat(
            List.of(
                Hashes.of(List.of()),
                Hashes.of(List.of("")),
                Hashes.of(List.of("", "")),
                Hashes.of(List.of("ab", "c")),
                Hashes.of(List.of("a", "bc")),
                Hashes.of(List.of("1:a")),
                Hashes.of(List.of("a"))))
        .doesNotHaveDuplicates();
  }
}
