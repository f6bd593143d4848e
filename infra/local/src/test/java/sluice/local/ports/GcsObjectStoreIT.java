package sluice.local.ports;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sluice.store.ObjectStore;
import sluice.testing.ObjectStoreContract;

/** Cloud Storage through Google's client, over the local cloud. */
final class GcsObjectStoreIT extends ObjectStoreContract {

  @TempDir private static Path folder;
  private static CloudPorts ports;

  @BeforeAll
  static void start() {
    ports = new CloudPorts(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    ports.close();
  }

  @Override
  protected ObjectStore store() {
    return ports.store();
  }
}
