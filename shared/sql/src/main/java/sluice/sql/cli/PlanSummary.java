package sluice.sql.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.ReadMode;
import sluice.plan.Schedule;
import sluice.plan.Source;
import sluice.plan.Transform;
import sluice.plan.WriteMode;
import sluice.schema.TableId;

/** A plan as a person reads it. */
final class PlanSummary {
  private final StringBuilder text = new StringBuilder();
  private final Plan plan;

  private PlanSummary(Plan plan) {
    this.plan = plan;
  }

  static String of(Plan plan) {
    PlanSummary summary = new PlanSummary(plan);
    summary.write();
    return summary.text.toString();
  }

  private void write() {
    long edges = plan.transforms().stream().mapToLong(each -> each.inputs().size()).sum();
    long checks = plan.transforms().stream().mapToLong(each -> each.checks().size()).sum();
    line(
        "%s, in %s: %s, %s, %s, %s, %s"
            .formatted(
                plan.pipeline(),
                plan.location(),
                count(plan.sources().size(), "source"),
                count(plan.landingTables().size(), "landing table"),
                count(plan.transforms().size(), "transform"),
                count(edges, "edge"),
                count(checks, "check")));
    plan.sources().forEach(this::source);
    if (!plan.transforms().isEmpty()) {
      line("");
    }
    int width =
        plan.transforms().stream().mapToInt(each -> each.id().toString().length()).max().orElse(0);
    plan.transforms().forEach(transform -> transform(transform, width));
  }

  private void source(Source source) {
    line("");
    String when = source.schedule().map(PlanSummary::when).orElse("as files come");
    line("%s (%s), %s".formatted(source.name(), word(source.kind()), when));
    List<LandingTable> tables = plan.tablesOf(source.name());
    int width = tables.stream().mapToInt(each -> each.id().toString().length()).max().orElse(0);
    tables.forEach(
        table -> line("  %s  %s".formatted(pad(table.id().toString(), width), how(table))));
  }

  private static String when(Schedule schedule) {
    return "\"%s\" %s".formatted(schedule.cron(), schedule.timeZone());
  }

  private static String how(LandingTable table) {
    String how = word(table.writeMode());
    if (table.origin() instanceof Origin.Extracted extracted) {
      how =
          extracted.mode() instanceof ReadMode.Incremental incremental
              ? "incremental by " + incremental.cursor()
              : "snapshot";
      boolean unusual =
          table.writeMode() != WriteMode.APPEND && table.writeMode() != WriteMode.REPLACE;
      how += unusual ? ", " + word(table.writeMode()) : "";
    }
    how += table.merge().map(rule -> " by " + String.join(", ", rule.key())).orElse("");
    return how + ", " + count(table.columns().size(), "column");
  }

  private void transform(Transform transform, int width) {
    String inputs =
        transform.inputs().stream().map(TableId::toString).collect(Collectors.joining(", "));
    line(
        "%s  %s <- %s"
            .formatted(
                pad(transform.id().toString(), width),
                word(transform.materialization()),
                inputs.isEmpty() ? "nothing" : inputs));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
