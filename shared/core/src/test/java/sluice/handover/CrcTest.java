package sluice.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CrcTest {

  /** The check values that the catalogues of these algorithms give: those of nine digits. */
  @Test
  void computesWhatTheirDefinitionsSay() {
    assertThat(of(Crc.CRC32, "123456789")).isEqualTo(0xCBF43926L);
    assertThat(of(Crc.CRC32C, "123456789")).isEqualTo(0xE3069283L);
    assertThat(of(Crc.CRC64NVME, "123456789")).isEqualTo(0xAE8B14860A799888L);
  }

  @ParameterizedTest
  @EnumSource
  void thoseOfTwoStretchesMakeThatOfBoth(Crc crc) {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      byte[] all = new byte[random.nextInt(5_000)];
      random.nextBytes(all);
      int cut = all.length == 0 ? 0 : random.nextInt(all.length);

      long first = of(crc, all, 0, cut);
      long second = of(crc, all, cut, all.length);

      assertThat(crc.combine(first, second, all.length - cut))
          .isEqualTo(of(crc, all, 0, all.length));
    }
  }

  @Test
  void combinesOverMoreBytesThanAnIntCounts() {
    long zeros = 5L << 30;
    long half = Crc.CRC64NVME.combine(0, 0, zeros / 2);

    // The check of nothing is 0, and stays so however much nothing comes behind it.
    assertThat(half).isZero();
    long one = of(Crc.CRC64NVME, "a");
    assertThat(Crc.CRC64NVME.combine(one, 0, zeros))
        .isEqualTo(Crc.CRC64NVME.combine(Crc.CRC64NVME.combine(one, 0, zeros / 2), 0, zeros / 2));
  }

  private static long of(Crc crc, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return of(crc, bytes, 0, bytes.length);
  }

  private static long of(Crc crc, byte[] bytes, int from, int to) {
    Checksum check = crc.begin();
    check.update(bytes, from, to - from);
    return check.getValue();
  }
}
