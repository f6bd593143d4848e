package sluice.gcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;

/**
 * What a function is told by its environment.
 *
 * @param project the Google Cloud project
 * @param bucket the bucket that holds landing objects and state
 * @param location of BigQuery's datasets and jobs
 * @param storageHost where Cloud Storage is, when it is not Google's
 * @param bigQueryHost where BigQuery is, when it is not Google's
 */
public record Settings(
    String project,
    String bucket,
    String location,
    Optional<String> storageHost,
    Optional<String> bigQueryHost) {

  /**
   * Reads {@code GOOGLE_CLOUD_PROJECT}, {@code SLUICE_BUCKET}, {@code SLUICE_LOCATION}, and, for an
   * emulator or the local cloud, {@code STORAGE_EMULATOR_HOST} and {@code BIGQUERY_EMULATOR_HOST}.
   *
   * @throws RejectedException naming every variable that is not set
   */
  public static Settings of(Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    Settings settings =
        new Settings(
            required(environment, "GOOGLE_CLOUD_PROJECT", missing),
            required(environment, "SLUICE_BUCKET", missing),
            required(environment, "SLUICE_LOCATION", missing),
            host(environment, "STORAGE_EMULATOR_HOST"),
            host(environment, "BIGQUERY_EMULATOR_HOST"));
    if (!missing.isEmpty()) {
      throw new RejectedException(
          "%s not set in the function's environment. Deploy it with deploy.sh, which sets them."
              .formatted(String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")));
    }
    return settings;
  }

  private static String required(
      Map<String, String> environment, String name, List<String> missing) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      missing.add(name);
    }
    return value;
  }

  /** With a scheme, whichever way it was written: Google's own tools take both. */
  static Optional<String> host(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(host -> !host.isBlank())
        .map(host -> host.contains("://") ? host : "http://" + host);
  }
}
