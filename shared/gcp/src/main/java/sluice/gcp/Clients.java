package sluice.gcp;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

/** Builds Google's clients; none of them reads an emulator's address by itself. */
public final class Clients {

  private Clients() {}

  /** Cloud Storage, with the default credentials unless it is not Google's. */
  public static Storage storage(Settings settings) {
    StorageOptions.Builder options = StorageOptions.newBuilder().setProjectId(settings.project());
    settings
        .storageHost()
        .ifPresent(host -> options.setHost(host).setCredentials(NoCredentials.getInstance()));
    return options.build().getService();
  }

  /** BigQuery, with the default credentials unless it is not Google's. */
  public static BigQuery bigQuery(Settings settings) {
    BigQueryOptions.Builder options =
        BigQueryOptions.newBuilder()
            .setProjectId(settings.project())
            .setLocation(settings.location());
    settings
        .bigQueryHost()
        .ifPresent(host -> options.setHost(host).setCredentials(NoCredentials.getInstance()));
    return options.build().getService();
  }
}
