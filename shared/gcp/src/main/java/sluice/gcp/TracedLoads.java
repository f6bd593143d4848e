package sluice.gcp;

import com.google.cloud.bigquery.AvroOptions;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.ExternalTableDefinition;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.plan.Format;
import sluice.warehouse.JobRequest;
import sluice.warehouse.TraceSql;

/**
 * Loads whose rows say where they came from: queries over temporary external tables. Such a table
 * is compressed or not, so that files whose names end in {@code .gz} are one of their own.
 */
final class TracedLoads {

  private static final String PLAIN = "incoming";
  private static final String ZIPPED = "incoming_gz";

  private TracedLoads() {}

  static JobConfiguration of(JobRequest.Load load, JobRequest.Load.Trace trace) {
    Map<String, ExternalTableDefinition> tables = tables(load);
    QueryJobConfiguration.Builder builder =
        QueryJobConfiguration.newBuilder(TraceSql.select(trace, List.copyOf(tables.keySet())))
            .setTableDefinitions(tables)
            .setLabels(load.labels())
            .setUseLegacySql(false)
            .setDestinationTable(JobConfigurations.target(load))
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
            .setWriteDisposition(JobConfigurations.disposition(load.writeMode()))
            .setSchemaUpdateOptions(JobConfigurations.schemaUpdates(load));
    JobConfigurations.partitioning(load.layout()).ifPresent(builder::setTimePartitioning);
    JobConfigurations.clustering(load.layout()).ifPresent(builder::setClustering);
    return builder.build();
  }

  private static Map<String, ExternalTableDefinition> tables(JobRequest.Load load) {
    boolean text = isText(load.format());
    List<String> zipped = load.uris().stream().filter(uri -> text && uri.endsWith(".gz")).toList();
    List<String> plain = load.uris().stream().filter(uri -> !text || !uri.endsWith(".gz")).toList();
    Map<String, ExternalTableDefinition> tables = new LinkedHashMap<>();
    if (!plain.isEmpty()) {
      tables.put(PLAIN, table(load, plain).build());
    }
    if (!zipped.isEmpty()) {
      tables.put(ZIPPED, table(load, zipped).setCompression("GZIP").build());
    }
    return tables;
  }

  private static ExternalTableDefinition.Builder table(JobRequest.Load load, List<String> uris) {
    Format format = load.format();
    if (!isText(format)) {
      return ExternalTableDefinition.newBuilder(uris.get(0), options(format))
          .setSourceUris(uris)
          .setDecimalTargetTypes(JobConfigurations.DECIMALS);
    }
    Schema schema = Schema.of(Fields.of(load.columns()));
    return ExternalTableDefinition.newBuilder(uris, schema, options(format))
        .setMaxBadRecords(format.maxBadRows());
  }

  private static boolean isText(Format format) {
    return format instanceof Format.Csv || format instanceof Format.Ndjson;
  }

  private static FormatOptions options(Format format) {
    if (format instanceof Format.Avro) {
      return AvroOptions.newBuilder().setUseAvroLogicalTypes(true).build();
    }
    FormatOptions options = JobConfigurations.format(format);
    return format instanceof Format.Csv csv && options instanceof CsvOptions text
        ? text.toBuilder().setNullMarker(csv.nullMarker()).build()
        : options;
  }
}
