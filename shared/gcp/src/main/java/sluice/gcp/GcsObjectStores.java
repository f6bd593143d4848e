package sluice.gcp;

import java.util.Map;
import java.util.Optional;
import sluice.store.ObjectStore;
import sluice.store.ObjectStores;

/** Opens buckets of Cloud Storage with the credentials of whoever runs the command. */
public final class GcsObjectStores implements ObjectStores {

  /** For {@link java.util.ServiceLoader}. */
  public GcsObjectStores() {}

  @Override
  public ObjectStore open(String bucket, Map<String, String> environment) {
    Settings settings =
        new Settings(
            // Objects are found without it.
            environment.getOrDefault("GOOGLE_CLOUD_PROJECT", "none"),
            bucket,
            "",
            Settings.host(environment, "STORAGE_EMULATOR_HOST"),
            Optional.empty());
    return new GcsObjectStore(Clients.storage(settings), bucket);
  }
}
