package sluice.local.run;

import java.util.Locale;
import java.util.Map;
import sluice.company.PaymentExports;
import sluice.gcp.Settings;
import sluice.local.LocalCloud;
import sluice.local.run.Terminal.Tone;
import sluice.local.s3.LocalS3;

/** What a person can paste to look and to play. */
final class Hints {

  private final Terminal terminal;
  private final Settings settings;
  private final LocalCloud cloud;
  private final LocalS3 s3;
  private final Map<String, String> databases;

  Hints(
      Terminal terminal,
      Settings settings,
      LocalCloud cloud,
      LocalS3 s3,
      Map<String, String> databases) {
    this.terminal = terminal;
    this.settings = settings;
    this.cloud = cloud;
    this.s3 = s3;
    this.databases = databases;
  }

  void show() {
    String address = cloud.address();
    heading("Services");
    terminal.plain("  Cloud Storage, BigQuery, Pub/Sub, Scheduler, Logging   " + address);
    terminal.plain(
        "  functions                                              " + cloud.host().address("NAME"));
    terminal.plain("  %-54s %s".formatted("Amazon S3", s3.address()));
    databases.forEach(
        (name, url) -> terminal.plain("  %-54s %s".formatted(name.toLowerCase(Locale.ROOT), url)));
    heading("Ask BigQuery");
    terminal.plain(
        """
          curl -s %1$s/bigquery/v2/projects/%2$s/queries -H 'Content-Type: application/json' \\
            -d '{"query":"SELECT * FROM mart.repeat_rate LIMIT 5","useLegacySql":false}'
          CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true bq --api=%1$s --project_id=%2$s \\
            query --use_legacy_sql=false 'SELECT COUNT(*) FROM warehouse.orders'"""
            .formatted(address, settings.project()));
    heading("Drop a file: it flows to its marts by itself");
    terminal.plain(
        """
          curl -s --data-binary @settlements.csv -H 'Content-Type: text/csv' \\
            '%1$s/upload/storage/v1/b/%2$s/o?uploadType=media&name=landing/partner.settlements/mine.csv'
          CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE=%1$s/storage/v1/ CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true \\
            gcloud storage cp settlements.csv gs://%2$s/landing/partner.settlements/"""
            .formatted(address, settings.bucket()));
    heading("Change a row upstream, and do not wait for the hour");
    terminal.plain(
        """
          psql '%1$s' -c "UPDATE orders SET status = 'cancelled' WHERE id = 1"
          curl -s -X POST %2$s/v1/projects/%3$s/locations/%4$s/jobs/extract-ec:run -d '{}'"""
            .formatted(
                psql(databases.getOrDefault("EC_DATABASE", "")),
                address,
                settings.project(),
                settings.location()));
    heading("Hand objects over in S3, and do not wait for ten past");
    terminal.plain(
        """
          export AWS_ENDPOINT_URL_S3=%1$s AWS_ACCESS_KEY_ID=%2$s AWS_SECRET_ACCESS_KEY=%3$s AWS_REGION=ap-northeast-1
          aws s3 cp payments.ndjson.gz s3://%4$s/export/2026-01/payments.ndjson.gz
          aws s3 cp /dev/null s3://%4$s/export/2026-01/_SUCCESS
          curl -s -X POST %5$s/v1/projects/%6$s/locations/%7$s/jobs/extract-payments:run -d '{}'"""
            .formatted(
                s3.address(),
                LocalS3.KEY,
                LocalS3.SECRET,
                PaymentExports.BUCKET,
                address,
                settings.project(),
                settings.location()));
    terminal.line(Tone.DIM, "\nIt stays up until Ctrl-C, and goes on where it stopped.\n");
  }

  private void heading(String text) {
    terminal.line(Tone.BOLD, "\n" + text);
  }

  /** A JDBC URL as psql takes it. */
  private static String psql(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:", "");
  }
}
