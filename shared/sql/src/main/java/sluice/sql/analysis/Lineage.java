package sluice.sql.analysis;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDeferredComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithEntry;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sluice.schema.TableId;

/**
 * Which table columns a resolved column's value is made of. What only decides whether a row is
 * there (filters, join conditions, EXISTS) does not count.
 *
 * <p>Column ids are unique within a statement, so one pass collects what each is made of directly,
 * and a walk along those edges gives the rest, recursion included.
 */
final class Lineage extends Visitor {
  private final Map<Long, Set<Long>> madeOf = new HashMap<>();
  private final Map<Long, ColumnReference> stored = new HashMap<>();
  private final Map<String, List<ResolvedColumn>> withColumns = new HashMap<>();

  /** Reads a whole statement. */
  static Lineage of(ResolvedNode tree) {
    Lineage lineage = new Lineage();
    tree.accept(lineage);
    return lineage;
  }

  /** The table columns behind one column. */
  Set<ColumnReference> of(ResolvedColumn column) {
    Set<ColumnReference> found = new TreeSet<>();
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(column.getId()));
    while (!open.isEmpty()) {
      Long id = open.pop();
      if (seen.add(id)) {
        if (stored.containsKey(id)) {
          found.add(stored.get(id));
        }
        open.addAll(madeOf.getOrDefault(id, Set.of()));
      }
    }
    return Set.copyOf(found);
  }

  private void edge(ResolvedColumn to, Set<Long> from) {
    madeOf.computeIfAbsent(to.getId(), id -> new HashSet<>()).addAll(from);
  }

  private void edges(List<ResolvedColumn> to, List<ResolvedColumn> from) {
    for (int i = 0; i < Math.min(to.size(), from.size()); i++) {
      edge(to.get(i), Set.of(from.get(i).getId()));
    }
  }

  @Override
  public void visit(ResolvedTableScan scan) {
    TableId table = TableId.parse(scan.getTable().getFullName());
    for (int i = 0; i < scan.getColumnList().size(); i++) {
      ResolvedColumn column = scan.getColumnList().get(i);
      stored.put(column.getId(), new ColumnReference(table, column.getName()));
    }
    super.visit(scan);
  }

  @Override
  public void visit(ResolvedComputedColumn computed) {
    edge(computed.getColumn(), values(computed.getExpr()));
    super.visit(computed);
  }

  @Override
  public void visit(ResolvedDeferredComputedColumn computed) {
    edge(computed.getColumn(), values(computed.getExpr()));
    super.visit(computed);
  }

  @Override
  public void visit(ResolvedArrayScan scan) {
    for (int i = 0; i < scan.getElementColumnList().size(); i++) {
      edge(scan.getElementColumnList().get(i), values(scan.getArrayExprList().get(i)));
    }
    super.visit(scan);
  }

  @Override
  public void visit(ResolvedSetOperationScan scan) {
    for (ResolvedSetOperationItem item : scan.getInputItemList()) {
      edges(scan.getColumnList(), item.getOutputColumnList());
    }
    super.visit(scan);
  }

  @Override
  public void visit(ResolvedRecursiveScan scan) {
    edges(scan.getColumnList(), scan.getNonRecursiveTerm().getOutputColumnList());
    edges(scan.getColumnList(), scan.getRecursiveTerm().getOutputColumnList());
    super.visit(scan);
  }

  @Override
  public void visit(ResolvedWithEntry entry) {
    withColumns.put(entry.getWithQueryName(), entry.getWithSubquery().getColumnList());
    super.visit(entry);
  }

  @Override
  public void visit(ResolvedWithRefScan scan) {
    edges(scan.getColumnList(), withColumns.getOrDefault(scan.getWithQueryName(), List.of()));
    super.visit(scan);
  }

  /** The columns whose values an expression's value is made of. */
  private static Set<Long> values(ResolvedExpr expression) {
    Set<Long> columns = new HashSet<>();
    expression.accept(
        new Visitor() {
          @Override
          public void visit(ResolvedColumnRef reference) {
            columns.add(reference.getColumn().getId());
          }

          @Override
          public void visit(ResolvedSubqueryExpr subquery) {
            switch (subquery.getSubqueryType()) {
              case SCALAR, ARRAY -> addColumns(subquery.getSubquery());
              default -> {
                if (subquery.getInExpr() != null) {
                  subquery.getInExpr().accept(this);
                }
              }
            }
          }

          private void addColumns(ResolvedScan scan) {
            scan.getColumnList().forEach(column -> columns.add(column.getId()));
          }
        });
    return columns;
  }
}
