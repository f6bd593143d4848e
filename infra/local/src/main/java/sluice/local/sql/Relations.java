package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedBarrierScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLimitOffsetScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSingleRowScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.schema.TableId;
import sluice.sql.analysis.TableDefinition;

/** Scans, each as a SELECT whose columns are the scan's own. */
final class Relations {
  private final Translation translation;
  private final SetOperations sets;

  Relations(Translation translation) {
    this.translation = translation;
    this.sets = new SetOperations(translation);
  }

  /** Which SELECT a kind of scan becomes. */
  @FunctionalInterface
  private interface Rule<S extends ResolvedScan> {
    String sql(Relations relations, S scan);
  }

  private static final Map<Class<?>, Rule<ResolvedScan>> RULES = new HashMap<>();

  private static <S extends ResolvedScan> void rule(Class<S> kind, Rule<S> rule) {
    RULES.put(kind, (relations, scan) -> rule.sql(relations, kind.cast(scan)));
  }

  static {
    rule(ResolvedSingleRowScan.class, (r, scan) -> "SELECT 1 AS \"_\"");
    rule(ResolvedTableScan.class, Relations::table);
    rule(ResolvedProjectScan.class, Relations::project);
    rule(ResolvedFilterScan.class, Relations::filter);
    rule(ResolvedOrderByScan.class, Relations::orderBy);
    rule(ResolvedLimitOffsetScan.class, Relations::limit);
    rule(ResolvedBarrierScan.class, (r, scan) -> r.sql(scan.getInputScan()));
    rule(ResolvedJoinScan.class, (r, scan) -> new Joins(r.translation).join(scan));
    rule(ResolvedArrayScan.class, (r, scan) -> new ArrayScans(r.translation).sql(scan));
    rule(ResolvedAggregateScan.class, (r, scan) -> new Aggregates(r.translation).sql(scan));
    rule(ResolvedAnalyticScan.class, (r, scan) -> new Windows(r.translation).sql(scan));
    rule(ResolvedSetOperationScan.class, (r, scan) -> r.sets.sql(scan));
    rule(ResolvedWithScan.class, (r, scan) -> r.sets.with(scan));
    rule(ResolvedWithRefScan.class, (r, scan) -> r.sets.reference(scan));
    rule(ResolvedRecursiveRefScan.class, (r, scan) -> r.sets.recursion(scan));
  }

  String sql(ResolvedScan scan) {
    return Optional.ofNullable(RULES.get(scan.getClass()))
        .orElseThrow(() -> new UnsupportedSqlException("the clause " + scan.nodeKindString()))
        .sql(this, scan);
  }

  /** {@code (SELECT ...) AS "_"}. */
  String from(ResolvedScan scan) {
    return "(" + sql(scan) + ") AS \"_\"";
  }

  private String table(ResolvedTableScan scan) {
    if (scan.getForSystemTimeExpr() != null) {
      throw new UnsupportedSqlException("FOR SYSTEM_TIME AS OF, for it keeps no history");
    }
    return "SELECT " + tableColumns(scan) + " FROM " + source(scan);
  }

  /** {@code "id" AS c1, "name" AS c2}. */
  String tableColumns(ResolvedTableScan scan) {
    String columns =
        scan.getColumnList().stream()
            .distinct()
            .map(column -> stored(column) + " AS " + translation.name(column))
            .collect(Collectors.joining(", "));
    return columns.isEmpty() ? "1 AS \"_\"" : columns;
  }

  /** A stored column, by its name; the partitions' pseudo columns among them. */
  static String stored(ResolvedColumn column) {
    return switch (column.getName().toUpperCase(Locale.ROOT)) {
      case "_PARTITIONDATE" -> "CAST(" + DuckTypes.quoted(DuckTypes.PARTITION_TIME) + " AS DATE)";
      default -> DuckTypes.quoted(column.getName());
    };
  }

  private String source(ResolvedTableScan scan) {
    TableId id = TableId.parse(scan.getTable().getFullName());
    TableDefinition definition = translation.definition(id);
    return definition.viewSql().isPresent()
        ? "(" + translation.view(definition) + ") AS \"_view\""
        : DuckTypes.quoted(id);
  }

  private String project(ResolvedProjectScan scan) {
    return "SELECT " + projected(scan) + " FROM " + from(scan.getInputScan());
  }

  /** A projection's columns: computed ones, and those that pass through. */
  String projected(ResolvedProjectScan scan) {
    Map<Long, String> computed = new HashMap<>();
    for (ResolvedComputedColumn column : scan.getExprList()) {
      computed.put(
          column.getColumn().getId(), translation.expressions().sql(column.getExpr()) + " AS ");
    }
    String columns =
        scan.getColumnList().stream()
            .distinct()
            .map(c -> computed.getOrDefault(c.getId(), "") + translation.name(c))
            .collect(Collectors.joining(", "));
    return columns.isEmpty() ? "1 AS \"_\"" : columns;
  }

  private String filter(ResolvedFilterScan scan) {
    return "SELECT %s FROM %s WHERE %s"
        .formatted(
            translation.names(scan.getColumnList()),
            from(scan.getInputScan()),
            translation.expressions().sql(scan.getFilterExpr()));
  }

  private String orderBy(ResolvedOrderByScan scan) {
    return "SELECT %s FROM %s ORDER BY %s"
        .formatted(
            translation.names(scan.getColumnList()),
            from(scan.getInputScan()),
            translation.expressions().ordering(scan.getOrderByItemList()));
  }

  private String limit(ResolvedLimitOffsetScan scan) {
    Expressions expressions = translation.expressions();
    ResolvedScan input = scan.getInputScan();
    List<ResolvedColumn> columns = scan.getColumnList();
    String body =
        input instanceof ResolvedOrderByScan
            ? sql(input)
            : "SELECT " + translation.names(columns) + " FROM " + from(input);
    String limit = scan.getLimit() == null ? "" : " LIMIT " + expressions.sql(scan.getLimit());
    return scan.getOffset() == null
        ? body + limit
        : body + limit + " OFFSET " + expressions.sql(scan.getOffset());
  }
}
