package sluice.local;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import sluice.local.events.Trigger;
import sluice.local.storage.StoredObject;

/** Uploads without end, and says what was acknowledged, until it is killed. */
final class KillVictim {

  private static final int NAMES = 20;

  private KillVictim() {}

  public static void main(String[] arguments) throws Exception {
    TestCloud cloud = TestCloud.in(Path.of(arguments[0]));
    cloud.storage.createBucket("bkt");
    Duration hour = Duration.ofHours(1);
    cloud.triggers.put(
        Trigger.onFinalized("load", "bkt", URI.create("http://127.0.0.1:9/"))
            .withRetry(hour, hour, hour));
    for (int i = 0; ; i++) {
      byte[] bytes = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      StoredObject made =
          cloud.storage.put("bkt", "o" + i % NAMES, "text/plain", new ByteArrayInputStream(bytes));
      System.out.println("ACK " + made.name() + " " + made.generation() + " " + i);
    }
  }
}
