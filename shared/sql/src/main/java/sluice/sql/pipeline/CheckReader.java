package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Reads the list under {@code checks}. */
final class CheckReader {
  private static final List<String> KINDS =
      List.of("unique", "not_null", "accepted", "references", "rows", "expression");
  private static final String LIST_REMEDY = "Write a list of checks, like `- unique: [order_id]`.";

  private final Problems problems;
  private final List<CheckRule> rules = new ArrayList<>();

  private CheckReader(Problems problems) {
    this.problems = problems;
  }

  /** The rules below the key {@code checks}. */
  static List<CheckRule> read(Settings settings, Problems problems) {
    CheckReader reader = new CheckReader(problems);
    settings
        .find("checks")
        .ifPresent(checks -> checks.elements(LIST_REMEDY).forEach(reader::readElement));
    return reader.rules;
  }

  private void readElement(Setting element) {
    if (!element.isMapping()) {
      problems.add(element.place(), "is no check", LIST_REMEDY);
      return;
    }
    element.settings().map(Settings::all).ifPresent(kinds -> kinds.forEach(this::readKind));
  }

  private void readKind(Setting check) {
    switch (check.key()) {
      case "unique" -> {
        List<String> columns = columns(check, "Name the columns, like [order_id].");
        if (!columns.isEmpty()) {
          rules.add(new CheckRule.Unique(check.place(), columns));
        }
      }
      case "not_null" ->
          columns(check, "Name the columns, like [order_id].")
              .forEach(column -> rules.add(new CheckRule.NotNull(check.place(), column)));
      case "accepted" -> each(check, "{status: [paid, shipped]}", this::accepted);
      case "references" -> each(check, "{shop_id: warehouse.shops.shop_id}", this::references);
      case "rows" -> rows(check);
      case "expression" ->
          check
              .value(Readings::text, "Write a condition, like sales >= 0.")
              .ifPresent(text -> rules.add(new CheckRule.Expression(check.place(), text)));
      default -> problems.add(check.place(), "is no check", Nearest.remedy(check.key(), KINDS));
    }
  }

  private static List<String> columns(Setting check, String remedy) {
    return check.elements(remedy).stream()
        .flatMap(element -> element.value(Readings::text, remedy).stream())
        .toList();
  }

  private void each(Setting check, String example, Function<Setting, List<CheckRule>> reading) {
    if (!check.isMapping()) {
      problems.add(
          check.place(), "does not say which column", "Write it like %s.".formatted(example));
      return;
    }
    Collection<Setting> columns = check.settings().map(Settings::all).orElse(List.of());
    columns.forEach(column -> rules.addAll(reading.apply(column)));
  }

  private List<CheckRule> accepted(Setting column) {
    List<Located<String>> values = new ArrayList<>();
    for (Setting element : column.elements("List the values, like [paid, shipped].")) {
      element
          .located(
              text -> text, "NULL always passes; put the empty text into quotes in an expression.")
          .ifPresent(values::add);
    }
    return values.isEmpty()
        ? List.of()
        : List.of(new CheckRule.Accepted(column.place(), column.key(), values));
  }

  private List<CheckRule> references(Setting column) {
    return column
        .value(Readings::tableColumn, "Write dataset.table.column.")
        .<List<CheckRule>>map(
            target -> List.of(new CheckRule.References(column.place(), column.key(), target)))
        .orElse(List.of());
  }

  private void rows(Setting check) {
    String remedy = "Write {at_least: 1}, {at_most: 1000} or both.";
    if (!check.isMapping()) {
      problems.add(check.place(), "does not say how many", remedy);
      return;
    }
    check
        .settings()
        .ifPresent(
            limits -> {
              limits
                  .value("at_least", Readings::count, remedy)
                  .ifPresent(n -> rules.add(new CheckRule.AtLeast(limits.place("at_least"), n)));
              limits
                  .value("at_most", Readings::count, remedy)
                  .ifPresent(n -> rules.add(new CheckRule.AtMost(limits.place("at_most"), n)));
              limits.refuseOthers();
            });
  }
}
