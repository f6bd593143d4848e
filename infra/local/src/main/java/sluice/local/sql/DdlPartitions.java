package sluice.local.sql;

import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.local.sql.Translated.Granularity;
import sluice.local.sql.Translated.Partitioning;
import sluice.local.sql.Translated.Range;

/** PARTITION BY and CLUSTER BY. */
final class DdlPartitions {
  private DdlPartitions() {}

  static Optional<Partitioning> of(List<ResolvedExpr> partitionBy) {
    return partitionBy.isEmpty() ? Optional.empty() : Optional.of(one(partitionBy.get(0)));
  }

  static List<String> clustering(List<ResolvedExpr> clusterBy) {
    return clusterBy.stream()
        .map(
            column -> {
              if (column instanceof ResolvedColumnRef ref) {
                return ref.getColumn().getName();
              }
              throw new UnsupportedSqlException("CLUSTER BY an expression");
            })
        .toList();
  }

  private static Partitioning one(ResolvedExpr expression) {
    if (expression instanceof ResolvedColumnRef ref) {
      return by(ref, Granularity.DAY);
    }
    if (expression instanceof ResolvedFunctionCall call
        && call.getArgumentList().get(0) instanceof ResolvedColumnRef ref) {
      List<ResolvedExpr> arguments = call.getArgumentList();
      return switch (call.getFunction().getName()) {
        case "date" -> by(ref, Granularity.DAY);
        case "date_trunc", "datetime_trunc", "timestamp_trunc" ->
            by(ref, Granularity.valueOf(literal(arguments.get(1)).getEnumName()));
        case "range_bucket" -> range(ref, arguments.get(1));
        default -> throw refused();
      };
    }
    throw refused();
  }

  private static UnsupportedSqlException refused() {
    return new UnsupportedSqlException(
        "PARTITION BY other than a column, its DATE or _TRUNC, or its RANGE_BUCKET");
  }

  private static Partitioning by(ResolvedColumnRef ref, Granularity granularity) {
    String name = ref.getColumn().getName();
    Optional<String> column =
        name.toUpperCase(Locale.ROOT).startsWith("_PARTITION")
            ? Optional.empty()
            : Optional.of(name);
    return new Partitioning(column, granularity, Optional.empty());
  }

  private static Partitioning range(ResolvedColumnRef ref, ResolvedExpr buckets) {
    if (!(buckets instanceof ResolvedFunctionCall call)
        || !call.getFunction().getName().equals("generate_array")
        || call.getArgumentList().size() < 2) {
      throw refused();
    }
    List<ResolvedExpr> bounds = call.getArgumentList();
    long interval = bounds.size() > 2 ? literal(bounds.get(2)).getInt64Value() : 1;
    Range range =
        new Range(
            literal(bounds.get(0)).getInt64Value(),
            literal(bounds.get(1)).getInt64Value(),
            interval);
    return new Partitioning(
        Optional.of(ref.getColumn().getName()), Granularity.RANGE, Optional.of(range));
  }

  private static Value literal(ResolvedExpr expression) {
    if (expression instanceof ResolvedLiteral literal) {
      return literal.getValue();
    }
    throw refused();
  }
}
