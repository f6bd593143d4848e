package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchiveTest {

  @Test
  void removesWhatKilledHostsLeftHalfWritten(@TempDir Path directory) throws Exception {
    ClassArchive.sweep(directory);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Files.createFile(classes.resolve("load-00001-1-%d.draft".formatted(gone.pid())));
    Path ours =
        Files.createFile(
            classes.resolve("load-00001-1-%d.draft".formatted(ProcessHandle.current().pid())));
    Path archive = Files.createFile(classes.resolve("load-%d.jsa".formatted(gone.pid())));

    ClassArchive.sweep(directory);

    try (var left = Files.list(classes)) {
      assertThat(left).containsExactlyInAnyOrder(ours, archive);
    }
  }
}
