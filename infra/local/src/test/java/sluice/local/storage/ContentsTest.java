package sluice.local.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Ints;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each digest is compared with that of the bytes that lie there. */
final class ContentsTest {

  private final Random random = new Random(11);

  @TempDir Path folder;
  private Contents contents;
  private String file;

  @BeforeEach
  void open() {
    contents = new Contents(folder);
    file = contents.fresh();
  }

  @Test
  void digestsWhatWasAppended() throws Exception {
    contents.append(file, bytes(0));
    contents.append(file, bytes(200_000));
    contents.append(file, bytes(1));

    assertThat(contents.digest(file))
        .isEqualTo(lying())
        .extracting(Digest::size)
        .isEqualTo(200_001L);
  }

  @Test
  void digestsTwice() throws Exception {
    contents.append(file, bytes(10));

    assertThat(contents.digest(file)).isEqualTo(lying());
    assertThat(contents.digest(file)).isEqualTo(lying());
  }

  @Test
  void digestsWhatIsLeftAndWhatFollows() throws Exception {
    contents.append(file, bytes(300_000));
    contents.truncate(file, 262_144);
    contents.append(file, bytes(50_000));

    assertThat(contents.digest(file))
        .isEqualTo(lying())
        .extracting(Digest::size)
        .isEqualTo(312_144L);
  }

  @Test
  void digestsWhatAnotherProcessBegan() throws Exception {
    contents.append(file, bytes(1_000));
    contents = new Contents(folder);
    contents.append(file, bytes(1_000));

    assertThat(contents.digest(file)).isEqualTo(lying()).extracting(Digest::size).isEqualTo(2_000L);
  }

  @Test
  void digestsWhatWasCutOffAndWentOn() throws Exception {
    InputStream cut =
        new FilterInputStream(bytes(1_000)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0) {
              throw new IOException("the connection is gone");
            }
            return read;
          }
        };
    contents.append(file, bytes(1_000));

    assertThatThrownBy(() -> contents.append(file, cut)).hasMessage("the connection is gone");
    contents.append(file, bytes(1_000));
    assertThat(contents.digest(file)).isEqualTo(lying()).extracting(Digest::size).isEqualTo(3_000L);
  }

  private ByteArrayInputStream bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return new ByteArrayInputStream(bytes);
  }

  private Digest lying() throws Exception {
    byte[] bytes = Files.readAllBytes(contents.path(file));
    Base64.Encoder base64 = Base64.getEncoder();
    return new Digest(
        bytes.length,
        base64.encodeToString(MessageDigest.getInstance("MD5").digest(bytes)),
        base64.encodeToString(Ints.toByteArray(Hashing.crc32c().hashBytes(bytes).asInt())));
  }
}
