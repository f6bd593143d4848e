package sluice.sql.analysis;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A statement that type-checks.
 *
 * @param columns what a SELECT, a CREATE ... AS or a view gives, in order; empty for the rest
 * @param lineage for each of those columns the table columns that its value is made of
 * @param tables the tables it names, by id, each once, in the order of the names
 * @param tree the analyzer's resolved tree; its tables' full names are {@code dataset.table}
 */
public record Analysis(
    StatementKind kind,
    List<Column> columns,
    Map<String, Set<ColumnReference>> lineage,
    Map<TableId, TableDefinition> tables,
    ResolvedStatement tree) {}
