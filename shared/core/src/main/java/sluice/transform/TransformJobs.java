package sluice.transform;

import java.util.Optional;
import java.util.stream.Collectors;
import sluice.plan.Check;
import sluice.plan.Layout;
import sluice.plan.Materialization;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.TableState.Build;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Labels;

/** The jobs of a transform: build into the staging table, check that, publish it. */
final class TransformJobs {

  /** The columns of the checks' query. */
  static final String CHECK = "check_name";

  static final String FAILURES = "failures";

  private TransformJobs() {}

  /**
   * Where a build is built: a table of its own, so that a job or a drop of another build, however
   * late, finds nothing of this one. Checks name the table without the number.
   */
  static TableId staging(Transform transform, Build build) {
    TableId shared = transform.staging();
    return new TableId(shared.dataset(), "%s__%d".formatted(shared.table(), build.number()));
  }

  static JobRequest request(Transform transform, Build build, Labels labels, String id) {
    TableId staging = staging(transform, build);
    boolean view = transform.materialization() == Materialization.VIEW;
    return switch (labels.step()) {
      case BUILD ->
          view ? view(transform, staging, labels, id) : build(transform, staging, labels, id);
      case CHECK -> query(checks(transform, staging), labels, id);
      case PUBLISH ->
          view
              ? view(transform, transform.id(), labels, id)
              : new JobRequest.Copy(id, labels.map(), staging, transform.id());
      case LOAD, SHAPE, SURVEY, MERGE ->
          throw new IllegalArgumentException("a transform loads nothing");
    };
  }

  private static JobRequest build(Transform transform, TableId as, Labels labels, String id) {
    return new JobRequest.Query(
        id, labels.map(), transform.sql(), Optional.of(as), transform.layout());
  }

  private static JobRequest view(Transform transform, TableId as, Labels labels, String id) {
    String sql = "CREATE OR REPLACE VIEW `%s` AS\n%s".formatted(as, transform.sql());
    return query(sql, labels, id);
  }

  private static JobRequest query(String sql, Labels labels, String id) {
    return new JobRequest.Query(id, labels.map(), sql, Optional.empty(), Layout.PLAIN);
  }

  /** One query for all the checks; it answers with those that some row breaks. */
  private static String checks(Transform transform, TableId staging) {
    String named = quoted(transform.staging());
    String sql = union(transform);
    return sql.replace(named, quoted(staging));
  }

  private static String quoted(TableId table) {
    return "`%s`.`%s`".formatted(table.dataset(), table.table());
  }

  private static String union(Transform transform) {
    return transform.checks().stream()
        .map(TransformJobs::select)
        .collect(
            Collectors.joining(
                "\nUNION ALL\n",
                "SELECT * FROM (\n",
                "\n) WHERE %s > 0 ORDER BY %s".formatted(FAILURES, CHECK)));
  }

  private static String select(Check check) {
    String name = check.name().replace("\\", "\\\\").replace("'", "\\'");
    return "SELECT '%s' AS %s, (\n%s\n) AS %s"
        .formatted(name, CHECK, check.failuresSql(), FAILURES);
  }
}
