package sluice.local.host.functions;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

/** Builds the clients that a function of ours builds. */
public final class Clients implements HttpFunction {

  private final BigQuery warehouse =
      BigQueryOptions.newBuilder()
          .setHost("http://127.0.0.1:1")
          .setProjectId("p")
          .setCredentials(NoCredentials.getInstance())
          .build()
          .getService();
  private final Storage storage =
      StorageOptions.newBuilder()
          .setHost("http://127.0.0.1:1")
          .setProjectId("p")
          .setCredentials(NoCredentials.getInstance())
          .build()
          .getService();

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    response
        .getWriter()
        .write(warehouse.getOptions().getHost() + " " + storage.getOptions().getHost());
  }
}
