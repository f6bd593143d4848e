package sluice.sql.cli;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.RejectedException;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.schema.TableId;
import sluice.store.ObjectStore;
import sluice.store.ObjectStores;

/** In which bucket a command looks. */
final class BucketOption {
  @Option(
      names = {"-b", "--bucket"},
      paramLabel = "BUCKET",
      defaultValue = "${env:SLUICE_BUCKET}",
      description = "The pipeline's bucket (default: the environment variable SLUICE_BUCKET).")
  private @Nullable String bucket;

  private @Nullable ObjectStore opened;

  /** The bucket's objects. */
  ObjectStore store() {
    if (opened == null) {
      opened = open();
    }
    return opened;
  }

  private ObjectStore open() {
    if (bucket == null || bucket.isBlank()) {
      throw new RejectedException("No bucket is named. Write --bucket, or set SLUICE_BUCKET.");
    }
    return ServiceLoader.load(ObjectStores.class)
        .findFirst()
        .orElseThrow(
            () ->
                new RejectedException(
                    "Nothing here opens buckets. Build all of Sluice with ./mvnw -q package -DskipTests."))
        .open(bucket, System.getenv());
  }

  /** The plan that is published there. */
  Plan plan() {
    return new Plans(store()).current();
  }

  /** A table that files are loaded into. */
  LandingTable table(String name) {
    try {
      return plan()
          .landingTable(TableId.parse(name))
          .orElseThrow(
              () ->
                  new RejectedException(
                      "%s is no table that files are loaded into. `sluice plan` lists those that are."
                          .formatted(name)));
    } catch (IllegalArgumentException e) {
      throw new RejectedException(String.valueOf(e.getMessage()), e);
    }
  }
}
