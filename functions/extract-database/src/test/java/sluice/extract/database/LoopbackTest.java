package sluice.extract.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoopbackTest {
  @Test
  void onlyThisMachinesOwnNamesAre() {
    assertThat(new String[] {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "::1", "[::1]"})
        .allMatch(Loopback::is);
    assertThat(new String[] {"", "10.0.0.5", "localhost.example", "db.example", "12.7.0.1", "::2"})
        .noneMatch(Loopback::is);
  }
}
