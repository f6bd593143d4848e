package sluice.sql.pipeline;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.schema.TableId;
import sluice.sql.analysis.GoogleSql;
import sluice.sql.analysis.SqlException;
import sluice.sql.analysis.TableReference;

/**
 * What a SQL file reads: the tables that its query names, and those that its checks look into.
 *
 * @param tables those that the pipeline makes
 * @param complete whether every name was understood, so that the query can be type-checked
 */
record Inputs(SortedSet<TableId> tables, boolean complete) {
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?:\\s|--[^\\n]*+|#[^\\n]*+|/\\*(?s:.*?)\\*/|\\()*+([A-Za-z]+)");
  private static final Pattern QUERY =
      Pattern.compile("SELECT|WITH|FROM", Pattern.CASE_INSENSITIVE);

  /** Finds them; a table that nobody makes is told. */
  static Inputs of(SqlTable table, Makers makers, Problems problems) {
    Search search = new Search(table, makers, problems);
    table.checks().forEach(search::check);
    boolean read = search.query();
    return new Inputs(search.found, read && search.complete);
  }

  private static final class Search {
    private final SqlTable table;
    private final Makers makers;
    private final Problems problems;
    private final SortedSet<TableId> found = new TreeSet<>();
    private boolean complete = true;

    Search(SqlTable table, Makers makers, Problems problems) {
      this.table = table;
      this.makers = makers;
      this.problems = problems;
    }

    /** Whether it is a query whose names can be found. */
    boolean query() {
      Matcher first = FIRST_WORD.matcher(table.text());
      if (!first.lookingAt()) {
        return false;
      }
      if (!QUERY.matcher(first.group(1)).matches()) {
        problems.add(
            at(SqlPlaces.line(table.text(), first.start(1))),
            "The statement begins with " + first.group(1),
            "Write a query, with SELECT, WITH or FROM: Sluice makes the table of its rows.");
        return false;
      }
      try {
        GoogleSql.references(table.text()).forEach(this::name);
        return true;
      } catch (SqlException e) {
        problems.add(at(e.line()), SqlPlaces.message(e));
        return false;
      }
    }

    private void name(TableReference reference) {
      Optional<TableId> id = reference.id(Optional.empty());
      if (id.isEmpty()) {
        complete = false;
        problems.add(
            at(reference.line()),
            "The table '%s' has no dataset".formatted(reference.text()),
            "Write dataset.%s.".formatted(reference.table()));
      } else if (makers.makes(id.get())) {
        found.add(id.get());
      } else {
        complete = false;
        missing(at(reference.line()), "The table '%s'".formatted(reference.text()), id.get());
      }
    }

    private void check(CheckRule rule) {
      if (rule instanceof CheckRule.References references) {
        TableId id = references.target().table();
        if (makers.makes(id) && !id.equals(table.id())) {
          found.add(id);
        } else if (!makers.makes(id)) {
          missing(rule.place(), "names the table '%s', which".formatted(id), id);
        }
      }
    }

    private void missing(Place place, String what, TableId id) {
      if (!makers.mayBeHidden(id)) {
        problems.add(place, what + " is made by no file of this pipeline", makers.remedy(id));
      }
    }

    private Place at(int line) {
      return Place.of(table.place().file(), line);
    }
  }
}
