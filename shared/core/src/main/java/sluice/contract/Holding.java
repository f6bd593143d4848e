package sluice.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sluice.contract.FileSchema.JsonKind;
import sluice.plan.Contract;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * Holds what a file says against a table's columns.
 *
 * @param differences what the contract does not allow, each as {@code column amount: is STRING,
 *     expected NUMERIC}
 * @param columns the table's columns as they are with that file; where the contract allows less,
 *     meaningless
 */
public record Holding(List<String> differences, List<Column> columns) {

  public Holding {
    differences = List.copyOf(differences);
    columns = List.copyOf(columns);
  }

  /** Holds a file against columns. */
  public static Holding of(FileSchema file, List<Column> columns, Contract contract) {
    Comparison comparison = new Comparison(contract);
    List<Column> merged = columns;
    if (file instanceof FileSchema.Typed typed) {
      merged = comparison.typed(columns, typed.columns(), typed.unread(), "");
    } else if (file instanceof FileSchema.Sampled sampled) {
      merged = comparison.sampled(columns, sampled);
    }
    return new Holding(comparison.differences, merged);
  }

  private static final class Comparison {
    private final Contract contract;
    private final List<String> differences = new ArrayList<>();

    Comparison(Contract contract) {
      this.contract = contract;
    }

    List<Column> typed(List<Column> table, List<Column> file, Set<String> unread, String path) {
      List<Column> merged = new ArrayList<>();
      for (Column column : table) {
        Optional<Column> found = Names.find(column.name(), file);
        if (found.isEmpty()) {
          merged.add(absent(column, path));
        } else {
          boolean compared = !unread.contains(Names.key(column.name()));
          merged.add(compared ? both(column, found.get(), path) : column);
        }
      }
      for (Column column : file) {
        if (Names.find(column.name(), table).isEmpty()) {
          added(column, path, unread).ifPresent(merged::add);
        }
      }
      return merged;
    }

    private Column absent(Column column, String path) {
      if (column.mode() == Mode.REQUIRED) {
        differ(path + column.name(), "is missing, and is REQUIRED");
      } else if (contract == Contract.FREEZE) {
        differ(path + column.name(), "is missing");
      }
      return column;
    }

    private Optional<Column> added(Column column, String path, Set<String> unread) {
      String name = path + column.name();
      if (contract == Contract.FREEZE) {
        differ(name, "not in the contract");
      } else if (unread.contains(Names.key(column.name()))) {
        // Its type is not read, so that nobody could say it; the load job adds it all the same.
        return Optional.empty();
      }
      return Optional.of(column.mode() == Mode.REQUIRED ? column.as(Mode.NULLABLE) : column);
    }

    private Column both(Column table, Column file, String path) {
      String name = path + table.name();
      boolean repeated = table.mode() == Mode.REPEATED;
      if (table.type() != file.type() || repeated != (file.mode() == Mode.REPEATED)) {
        differ(name, "is %s, expected %s".formatted(type(file), type(table)));
        return table;
      }
      Column merged =
          new Column(
              table.name(),
              table.type(),
              table.mode(),
              typed(table.fields(), file.fields(), Set.of(), name + "."),
              table.description(),
              table.secrecy());
      if (table.mode() != Mode.REQUIRED || file.mode() != Mode.NULLABLE) {
        return merged;
      }
      if (contract == Contract.FREEZE) {
        differ(name, "may be NULL, expected REQUIRED");
      }
      return merged.as(Mode.NULLABLE);
    }

    List<Column> sampled(List<Column> table, FileSchema.Sampled sample) {
      List<Column> merged = new ArrayList<>(table);
      sample
          .kinds()
          .forEach(
              (name, kinds) -> {
                Optional<Column> column = Names.find(name, table);
                if (column.isPresent()) {
                  kinds.stream()
                      .filter(kind -> !JsonTypes.fits(kind, column.get()))
                      .findFirst()
                      .ifPresent(kind -> differ(name, JsonTypes.difference(kind, column.get())));
                } else if (contract == Contract.FREEZE) {
                  differ(name, "not in the contract");
                } else {
                  sampledAddition(name, kinds).ifPresent(merged::add);
                }
              });
      return merged;
    }

    private Optional<Column> sampledAddition(String name, Set<JsonKind> kinds) {
      Optional<ColumnType> type = JsonTypes.type(kinds);
      if (type.isEmpty()) {
        Set<String> words = new TreeSet<>();
        kinds.forEach(kind -> words.add(JsonTypes.word(kind)));
        differ(
            name,
            "not in the contract, and no type can be told from %s"
                .formatted(String.join(" and ", words)));
      }
      return type.map(of -> Column.of(name, of));
    }

    private void differ(String column, String how) {
      differences.add("column %s: %s".formatted(column, how));
    }

    private static String type(Column column) {
      return column.mode() == Mode.REPEATED
          ? "ARRAY<%s>".formatted(column.type())
          : column.type().name();
    }
  }
}
