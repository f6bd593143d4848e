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
import sluice.RejectedException;
import sluice.files.Encodings;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.WriteMode;
import sluice.warehouse.JobRequest;
import sluice.warehouse.MergeSql;

/** Our job requests in the words of BigQuery's client. */
final class JobConfigurations {

  /** The most addresses that BigQuery takes in one load job. */
  private static final int MOST_URIS = 10_000;

  /** What decimals of Avro and Parquet become: the first that they fit into. */
  static final List<String> DECIMALS = List.of("NUMERIC", "BIGNUMERIC", "STRING");

  private static final List<JobInfo.SchemaUpdateOption> WIDENING =
      List.of(
          JobInfo.SchemaUpdateOption.ALLOW_FIELD_ADDITION,
          JobInfo.SchemaUpdateOption.ALLOW_FIELD_RELAXATION);

  private JobConfigurations() {}

  static JobConfiguration of(JobRequest request) {
    if (request instanceof JobRequest.Load load) {
      requireAddresses(load);
      return load.trace().isPresent() ? TracedLoads.of(load, load.trace().get()) : load(load);
    } else if (request instanceof JobRequest.Query query) {
      return query(query);
    } else if (request instanceof JobRequest.Shape shape) {
      return shape(shape);
    } else if (request instanceof JobRequest.Survey survey) {
      return statement(MergeSql.survey(survey), survey);
    } else if (request instanceof JobRequest.Merge merge) {
      return statement(MergeSql.merge(merge), merge);
    }
    return copy((JobRequest.Copy) request);
  }

  static TableId table(sluice.schema.TableId id) {
    return TableId.of(id.dataset(), id.table());
  }

  /** A table, or the one partition of it that a load is about. */
  static TableId target(JobRequest.Load load) {
    String partition = load.partition().map(id -> "$" + id).orElse("");
    return TableId.of(load.target().dataset(), load.target().table() + partition);
  }

  private static void requireAddresses(JobRequest.Load load) {
    RejectedException.require(
        !load.uris().isEmpty() && load.uris().size() <= MOST_URIS,
        "a load has " + load.uris().size() + " addresses",
        "Name between 1 and 10,000.");
  }

  private static JobConfiguration load(JobRequest.Load load) {
    LoadJobConfiguration.Builder builder =
        LoadJobConfiguration.newBuilder(target(load), load.uris(), format(load.format()))
            .setLabels(load.labels())
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
            .setWriteDisposition(disposition(load.writeMode()))
            .setSchemaUpdateOptions(schemaUpdates(load));
    if (load.format() instanceof Format.Avro) {
      builder.setUseAvroLogicalTypes(true).setDecimalTargetTypes(DECIMALS);
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

  /** An append of nothing, which makes a table, or widens it. */
  private static JobConfiguration shape(JobRequest.Shape shape) {
    QueryJobConfiguration.Builder builder =
        QueryJobConfiguration.newBuilder(MergeSql.shape(shape))
            .setLabels(shape.labels())
            .setUseLegacySql(false)
            .setDestinationTable(table(shape.target()))
            .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
            .setWriteDisposition(JobInfo.WriteDisposition.WRITE_APPEND)
            .setSchemaUpdateOptions(WIDENING);
    partitioning(shape.layout()).ifPresent(builder::setTimePartitioning);
    clustering(shape.layout()).ifPresent(builder::setClustering);
    return builder.build();
  }

  private static JobConfiguration statement(String sql, JobRequest request) {
    return QueryJobConfiguration.newBuilder(sql)
        .setLabels(request.labels())
        .setUseLegacySql(false)
        .build();
  }

  private static JobConfiguration copy(JobRequest.Copy copy) {
    return CopyJobConfiguration.newBuilder(table(copy.to()), table(copy.from()))
        .setLabels(copy.labels())
        .setCreateDisposition(JobInfo.CreateDisposition.CREATE_IF_NEEDED)
        .setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE)
        .build();
  }

  static JobInfo.WriteDisposition disposition(WriteMode mode) {
    return switch (mode) {
      case APPEND -> JobInfo.WriteDisposition.WRITE_APPEND;
      case REPLACE, REPLACE_PARTITION -> JobInfo.WriteDisposition.WRITE_TRUNCATE;
      case MERGE -> throw new IllegalArgumentException("no load job merges");
    };
  }

  /**
   * A load in a table's place brings its schema whole; one that appends, or that replaces one
   * partition, may widen the table's.
   */
  static List<JobInfo.SchemaUpdateOption> schemaUpdates(JobRequest.Load load) {
    boolean whole = load.writeMode() == WriteMode.REPLACE && load.partition().isEmpty();
    return whole ? List.of() : WIDENING;
  }

  static FormatOptions format(Format format) {
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

  static Optional<TimePartitioning> partitioning(Layout layout) {
    return layout
        .partitioning()
        .map(
            by ->
                TimePartitioning.newBuilder(TimePartitioning.Type.valueOf(by.granularity().name()))
                    .setField(by.column())
                    .build());
  }

  static Optional<Clustering> clustering(Layout layout) {
    return layout.clustering().isEmpty()
        ? Optional.empty()
        : Optional.of(Clustering.newBuilder().setFields(layout.clustering()).build());
  }
}
