package sluice.gcp;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.UnavailableException;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/** BigQuery, in one project and one location. */
public final class BigQueryWarehouse implements Warehouse {

  private static final int CONFLICT = 409;

  private final BigQuery bigQuery;
  private final String project;
  private final String location;

  public BigQueryWarehouse(BigQuery bigQuery, Settings settings) {
    this.bigQuery = bigQuery;
    this.project = settings.project();
    this.location = settings.location();
  }

  @Override
  public Optional<Job> find(String jobId) {
    return call(
        "looking at job " + jobId,
        () -> Optional.ofNullable(bigQuery.getJob(id(jobId))).map(job -> job(jobId, job)));
  }

  @Override
  public void submit(JobRequest request) {
    try {
      bigQuery.create(
          JobInfo.newBuilder(JobConfigurations.of(request)).setJobId(id(request.id())).build());
    } catch (BigQueryException e) {
      if (e.getCode() != CONFLICT) {
        throw Failures.of(e, "submitting job " + request.id());
      }
    }
  }

  @Override
  public List<Map<String, String>> rows(String jobId) {
    return call("reading the rows of job " + jobId, () -> rows(results(jobId)));
  }

  private TableResult results(String jobId) {
    com.google.cloud.bigquery.@Nullable Job job = bigQuery.getJob(id(jobId));
    if (job == null) {
      throw new UnavailableException(
          "Job %s is gone before its rows were read. It will be looked at again.".formatted(jobId));
    }
    try {
      return job.getQueryResults();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Reading the rows of job %s was cut.".formatted(jobId), e);
    }
  }

  @Override
  public void describe(TableId id, String description, Map<String, String> columns) {
    call(
        "describing " + id,
        () -> {
          Table table = bigQuery.getTable(JobConfigurations.table(id));
          if (table != null) {
            describe(table, description, columns);
          }
          return id;
        });
  }

  private void describe(Table table, String description, Map<String, String> columns) {
    TableInfo.Builder described = table.toBuilder().setDescription(description);
    @Nullable Schema schema = table.getDefinition().getSchema();
    if (schema != null && table.getDefinition() instanceof StandardTableDefinition standard) {
      List<Field> fields = Fields.described(schema.getFields(), columns);
      described.setDefinition(standard.toBuilder().setSchema(Schema.of(fields)).build());
    }
    TableInfo next = described.build();
    boolean same =
        description.equals(Optional.ofNullable(table.getDescription()).orElse(""))
            && next.getDefinition().equals(table.getDefinition());
    if (!same) {
      bigQuery.update(next);
    }
  }

  @Override
  public Optional<List<Column>> columns(TableId id) {
    return call(
        "looking at " + id,
        () ->
            Optional.ofNullable(bigQuery.getTable(JobConfigurations.table(id)))
                .map(table -> table.getDefinition().getSchema())
                .map(schema -> Fields.columns(schema.getFields())));
  }

  @Override
  public void drop(TableId table) {
    call("dropping " + table, () -> bigQuery.delete(JobConfigurations.table(table)));
  }

  private JobId id(String jobId) {
    return JobId.newBuilder().setProject(project).setLocation(location).setJob(jobId).build();
  }

  private static Job job(String jobId, com.google.cloud.bigquery.Job job) {
    JobStatus status = job.getStatus();
    @Nullable BigQueryError error = status.getError();
    JobStatistics statistics = job.getStatistics();
    @Nullable Long ended = statistics.getEndTime();
    return new Job(
        jobId,
        Job.State.valueOf(status.getState().name()),
        Optional.ofNullable(error).map(failure -> failure(failure, status)),
        Optional.ofNullable(ended).map(Instant::ofEpochMilli),
        rows(statistics),
        badRows(statistics));
  }

  /** The error result, and behind it the first error that says more: that one names the place. */
  private static Job.Failure failure(BigQueryError result, JobStatus status) {
    @Nullable List<BigQueryError> all = status.getExecutionErrors();
    List<Job.Problem> problems =
        Stream.concat(Stream.of(result), all == null ? Stream.of() : all.stream())
            .map(BigQueryWarehouse::problem)
            .distinct()
            .toList();
    Job.Problem first = problems.get(0);
    String more =
        problems.stream()
            .map(Job.Problem::message)
            .filter(message -> !message.isEmpty() && !message.equals(first.message()))
            .findFirst()
            .map(message -> " " + message)
            .orElse("");
    return new Job.Failure(first.reason(), first.message() + more, problems);
  }

  private static Job.Problem problem(BigQueryError error) {
    return new Job.Problem(
        Optional.ofNullable(error.getReason()).orElse("unknown"),
        Optional.ofNullable(error.getLocation()),
        Optional.ofNullable(error.getMessage()).orElse(""));
  }

  private static Optional<Long> rows(JobStatistics statistics) {
    if (statistics instanceof JobStatistics.LoadStatistics load) {
      return Optional.ofNullable(load.getOutputRows());
    } else if (statistics instanceof JobStatistics.QueryStatistics query) {
      return Optional.ofNullable(query.getNumDmlAffectedRows());
    }
    return Optional.empty();
  }

  private static long badRows(JobStatistics statistics) {
    if (statistics instanceof JobStatistics.LoadStatistics load) {
      @Nullable Long rows = load.getBadRecords();
      return rows == null ? 0 : rows;
    }
    return 0;
  }

  private static List<Map<String, String>> rows(TableResult result) {
    List<Map<String, String>> rows = new ArrayList<>();
    @Nullable Schema schema = result.getSchema();
    FieldList fields = schema == null ? FieldList.of() : schema.getFields();
    for (FieldValueList values : result.iterateAll()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        if (!values.get(i).isNull()) {
          row.put(fields.get(i).getName(), values.get(i).getStringValue());
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private static <T> T call(String doing, Supplier<T> read) {
    try {
      return read.get();
    } catch (BigQueryException e) {
      throw Failures.of(e, doing);
    }
  }
}
