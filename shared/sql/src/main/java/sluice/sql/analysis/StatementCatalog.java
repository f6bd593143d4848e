package sluice.sql.analysis;

import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * The catalog of one statement: BigQuery's functions, and the tables it names under those names.
 *
 * <p>The functions are what takes time to make, and no statement changes them: a catalog that is
 * closed loses its tables, and serves another statement.
 */
final class StatementCatalog implements AutoCloseable {
  private static final Queue<SimpleCatalog> IDLE = new ConcurrentLinkedQueue<>();

  private final SimpleCatalog catalog =
      Objects.requireNonNullElseGet(IDLE.poll(), Dialect::catalog);
  private final Map<String, SimpleCatalog> folders = new HashMap<>();
  private final Map<TableId, TableDefinition> tables = new TreeMap<>();

  SimpleCatalog catalog() {
    return catalog;
  }

  Map<TableId, TableDefinition> tables() {
    return tables;
  }

  /** Adds a table under the path that the statement writes. */
  void add(List<String> path, TableDefinition definition) {
    tables.put(definition.id(), definition);
    SimpleCatalog folder = catalog;
    StringBuilder name = new StringBuilder();
    for (String part : path.subList(0, path.size() - 1)) {
      name.append('/').append(part.toLowerCase(Locale.ROOT));
      SimpleCatalog parent = folder;
      folder = folders.computeIfAbsent(name.toString(), at -> parent.addNewSimpleCatalog(part));
    }
    String last = path.get(path.size() - 1);
    if (folder.getTableNameList().stream().noneMatch(last::equalsIgnoreCase)) {
      folder.addSimpleTable(last, table(last, definition));
    }
  }

  /** The statement is analyzed; what was found of it stays good. */
  @Override
  public void close() {
    catalog.getCatalogList().forEach(catalog::removeSimpleCatalog);
    catalog.getTableList().forEach(catalog::removeSimpleTable);
    IDLE.add(catalog);
  }

  private static SimpleTable table(String name, TableDefinition definition) {
    SimpleTable table = new SimpleTable(name);
    table.setFullName(definition.id().toString());
    for (Column column : definition.columns()) {
      table.addSimpleColumn(new SimpleColumn(name, column.name(), Types.of(column)));
    }
    if (definition.ingestionTimePartitioned()) {
      pseudoColumn(table, "_PARTITIONTIME", TypeKind.TYPE_TIMESTAMP);
      pseudoColumn(table, "_PARTITIONDATE", TypeKind.TYPE_DATE);
    }
    if (definition.external()) {
      pseudoColumn(table, "_FILE_NAME", TypeKind.TYPE_STRING);
    }
    return table;
  }

  private static void pseudoColumn(SimpleTable table, String name, TypeKind kind) {
    table.addSimpleColumn(
        new SimpleColumn(
            table.getName(),
            name,
            TypeFactory.createSimpleType(kind),
            true,
            kind == TypeKind.TYPE_TIMESTAMP));
  }

  /** Adds what each reference names, or says which is not there. */
  static StatementCatalog of(
      Map<List<String>, TableReference> references, Tables tables, Optional<String> dataset) {
    StatementCatalog catalog = new StatementCatalog();
    references.forEach(
        (path, reference) -> {
          TableDefinition definition =
              reference
                  .id(dataset)
                  .flatMap(tables::find)
                  .orElseThrow(() -> SqlException.missing(reference));
          catalog.add(path, definition);
        });
    return catalog;
  }
}
