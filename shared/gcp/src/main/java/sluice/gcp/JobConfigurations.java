package sluice.gcp;

import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TimePartitioning;
import java.util.List;
import java.util.Optional;
import sluice.files.Encodings;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.WriteMode;
import sluice.warehouse.JobRequest;

/** Our job requests in the words of BigQuery's client. */
final class JobConfigurations {

  private JobConfigurations() {}

  static JobConfiguration of(JobRequest request) {
    if (request instanceof JobRequest.Load load) {
      return load(load);
    } else if (request instanceof JobRequest.Query query) {
      return query(query);
    }
    return copy((JobRequest.Copy) request);
  }

  static TableId table(sluice.schema.TableId id) {
    return TableId.of(id.dataset(), id.table());
  }

  private static JobConfiguration load(JobRequest.Load load) {
    LoadJobConfiguration.Builder builder =
        LoadJobConfiguration.newBuilder(table(load.target()), load.uris(), format(load.format()))
            .setLabels(load.labels())
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
            .setWriteDisposition(disposition(load.writeMode()))
            .setSchemaUpdateOptions(schemaUpdates(load.writeMode()));
    if (load.format() instanceof Format.Avro) {
      builder
          .setUseAvroLogicalTypes(true)
          .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC", "STRING"));
    } else {
      builder.setSchema(Schema.of(Fields.of(load.columns())));
    }
    if (load.format() instanceof Format.Csv csv) {
      builder.setNullMarker(csv.nullMarker());
    }
    load.schemaUri().ifPresent(builder::setReferenceFileSchemaUri);
    if (load.format().maxBadRows() > 0) {
      builder.setMaxBadRecords(load.format().maxBadRows());
    }
    partitioning(load.layout()).ifPresent(builder::setTimePartitioning);
    clustering(load.layout()).ifPresent(builder::setClustering);
    return builder.build();
  }

  private static JobConfiguration query(JobRequest.Query query) {
    QueryJobConfiguration.Builder builder =
        QueryJobConfiguration.newBuilder(query.sql())
            .setLabels(query.labels())
            .setUseLegacySql(false);
    query
        .destination()
        .ifPresent(
            destination ->
                builder
                    .setDestinationTable(table(destination))
                    .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
                    .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE));
    partitioning(query.layout()).ifPresent(builder::setTimePartitioning);
    clustering(query.layout()).ifPresent(builder::setClustering);
    return builder.build();
  }

  private static JobConfiguration copy(JobRequest.Copy copy) {
    return CopyJobConfiguration.newBuilder(table(copy.to()), table(copy.from()))
        .setLabels(copy.labels())
        .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
        .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE)
        .build();
  }

  private static JobInfo.WriteDisposition disposition(WriteMode mode) {
    return switch (mode) {
      case APPEND -> JobInfo.WriteDisposition.WRITE_APPEND;
      case REPLACE -> JobInfo.WriteDisposition.WRITE_TRUNCATE;
    };
  }

  /** A truncating load brings its schema whole; an appending one may widen the table's. */
  private static List<JobInfo.SchemaUpdateOption> schemaUpdates(WriteMode mode) {
    return switch (mode) {
      case APPEND ->
          List.of(
              JobInfo.SchemaUpdateOption.ALLOW_FIELD_ADDITION,
              JobInfo.SchemaUpdateOption.ALLOW_FIELD_RELAXATION);
      case REPLACE -> List.of();
    };
  }

  private static FormatOptions format(Format format) {
    if (format instanceof Format.Csv csv) {
      return CsvOptions.newBuilder()
          .setFieldDelimiter(csv.delimiter())
          .setQuote(csv.quote())
          .setSkipLeadingRows(csv.headerRows())
          .setAllowQuotedNewLines(true)
          .setAllowJaggedRows(csv.shortRows() == Format.ShortRows.FILLED)
          .setEncoding(Encodings.ofLoads(csv).name())
          .build();
    } else if (format instanceof Format.Ndjson) {
      return FormatOptions.json();
    } else if (format instanceof Format.Parquet) {
      return FormatOptions.parquet();
    } else if (format instanceof Format.Orc) {
      return FormatOptions.orc();
    }
    return FormatOptions.avro();
  }

  private static Optional<TimePartitioning> partitioning(Layout layout) {
    return layout
        .partitioning()
        .map(
            by ->
                TimePartitioning.newBuilder(TimePartitioning.Type.valueOf(by.granularity().name()))
                    .setField(by.column())
                    .build());
  }

  private static Optional<Clustering> clustering(Layout layout) {
    return layout.clustering().isEmpty()
        ? Optional.empty()
        : Optional.of(Clustering.newBuilder().setFields(layout.clustering()).build());
  }
}
