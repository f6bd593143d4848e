package sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.storage.StoredObject;

/** A process that is killed for real, again and again over the same folder. */
final class KilledProcessIT {

  private static final int KILLS = 3;

  private record Acknowledged(long generation, String content) {}

  @TempDir Path folder;
  private final Map<String, Acknowledged> acknowledged = new HashMap<>();
  private int uploads;

  @Test
  void losesNeitherAnObjectNorItsEventThatItAcknowledged() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      runAndKill(50 * kill);
      try (TestCloud cloud = TestCloud.in(folder)) {
        for (Map.Entry<String, Acknowledged> entry : acknowledged.entrySet()) {
          StoredObject found = cloud.storage.find("bkt", entry.getKey()).orElseThrow();
          assertThat(found.generation()).isGreaterThanOrEqualTo(entry.getValue().generation());
          String content = Files.readString(cloud.storage.content(found));
          if (found.generation() == entry.getValue().generation()) {
            assertThat(content).isEqualTo(entry.getValue().content());
          }
        }
        // What was under way when it was killed may be there, unacknowledged, with its event.
        assertThat(cloud.triggers.pending("load")).isBetween(uploads, uploads + kill);
        assertThat(folder.resolve("objects")).isDirectoryNotContaining(file -> !known(cloud, file));
      }
    }
  }

  private static boolean known(TestCloud cloud, Path file) {
    return cloud.storage.list("bkt", "").stream()
        .anyMatch(object -> cloud.storage.content(object).equals(file));
  }

  private void runAndKill(int afterUploads) throws IOException, InterruptedException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KillVictim.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ACK ") && line.split(" ").length == 4) {
          String[] words = line.split(" ");
          acknowledged.put(words[1], new Acknowledged(Long.parseLong(words[2]), words[3]));
          uploads++;
          if (++seen == afterUploads) {
            // By its handle: the process itself would close the stream that holds its last words.
            assertThat(victim.toHandle().destroyForcibly()).isTrue();
          }
        }
      }
    } finally {
      victim.destroyForcibly().waitFor();
    }
    assertThat(uploads).isPositive();
  }
}
