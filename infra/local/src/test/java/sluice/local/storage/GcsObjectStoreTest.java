package sluice.local.storage;

import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.TestCloud;
import sluice.store.ObjectStore;
import sluice.testing.ObjectStoreContract;

/** The store on Google's client, over the local Cloud Storage. */
final class GcsObjectStoreTest extends ObjectStoreContract {

  @TempDir Path folder;
  private TestCloud cloud;
  private ObjectStore store;

  @BeforeEach
  void start() {
    cloud = TestCloud.in(folder);
    Optional<String> host = Optional.of(cloud.address());
    Storage storage = Clients.storage(new Settings("p1", "contract", "US", host, host));
    storage.create(BucketInfo.of("contract"));
    store = new GcsObjectStore(storage, "contract");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }
}
