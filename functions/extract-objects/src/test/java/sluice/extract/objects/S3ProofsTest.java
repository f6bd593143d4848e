package sluice.extract.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.handover.ForeignBucket.Entry;
import sluice.handover.Proof;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

final class S3ProofsTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef";

  @Test
  void takesTheOneSizeOfPartsThatUploadToolsCutBy() {
    assertThat(proof(6 * (5L << 20) + 3, 7, Optional.empty()))
        .isEqualTo(new Proof.DigestedInParts(HEX, 5L << 20));
  }

  @Test
  void doesNotGuessWhereTwoSizesGiveSoManyParts() {
    assertThat(proof(299_000_000, 6, Optional.empty()))
        .as("50 MB and 50 MiB")
        .isEqualTo(new Proof.Nothing());
    assertThat(proof(300_000_000, 6, Optional.empty()))
        .as("50 MB leave no smaller part")
        .isEqualTo(new Proof.DigestedInParts(HEX, 50_000_000));
  }

  @Test
  void believesTheServerThatTellsThem() {
    assertThat(proof(299_000_000, 6, Optional.of(50_000_000L)))
        .isEqualTo(new Proof.DigestedInParts(HEX, 50_000_000));
  }

  private static Proof proof(long size, int parts, Optional<Long> firstPart) {
    Entry entry = new Entry("a.csv", "\"%s-%d\"".formatted(HEX, parts), size, Instant.EPOCH);
    return S3Proofs.of(entry, HeadObjectResponse.builder().build(), () -> firstPart);
  }
}
