package sluice.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import sluice.RejectedException;
import sluice.plan.MergeRule;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.warehouse.Cut;
import sluice.warehouse.JobRequest;
import sluice.warehouse.MergeSql;

/** What surveys and merges mean, over rows of text. */
final class InMemoryMerge {

  private static final Comparator<Optional<String>> NULLS_FIRST =
      Comparator.comparing((Optional<String> value) -> value.isPresent())
          .thenComparing(value -> value.orElse(""), InMemoryMerge::compare);

  private InMemoryMerge() {}

  /** The answer of a survey; it is refused as {@link MergeSql} refuses it. */
  static List<Map<String, String>> survey(
      JobRequest.Survey survey,
      List<Map<String, String>> staged,
      List<Map<String, String>> target) {
    List<Map<String, String>> existing = existing(survey, staged, target);
    refuse(survey, staged, existing);
    Set<String> touched = new TreeSet<>();
    survey
        .cut()
        .ifPresent(
            cut ->
                Stream.concat(staged.stream(), existing.stream())
                    .forEach(row -> touched.add(partition(cut, row))));
    return touched.stream().map(id -> Map.of(MergeSql.PARTITION, id)).toList();
  }

  private static List<Map<String, String>> existing(
      JobRequest.Survey survey,
      List<Map<String, String>> staged,
      List<Map<String, String>> target) {
    if (survey.reach() == JobRequest.Survey.Reach.STAGED) {
      return List.of();
    }
    Set<List<String>> keys = new HashSet<>();
    staged.forEach(row -> key(survey.key(), row).ifPresent(keys::add));
    return target.stream()
        .filter(row -> key(survey.key(), row).filter(keys::contains).isPresent())
        .toList();
  }

  private static void refuse(
      JobRequest.Survey survey,
      List<Map<String, String>> staged,
      List<Map<String, String>> existing) {
    String key = String.join(", ", survey.key());
    long nulls = staged.stream().filter(row -> key(survey.key(), row).isEmpty()).count();
    if (nulls > 0) {
      throw new RejectedException(
          "%s(%s): %d of %d rows. Name columns that are never NULL."
              .formatted(MergeSql.NULL_KEY, key, nulls, staged.size()));
    }
    Set<Optional<List<String>>> distinct = new HashSet<>();
    Set<Optional<List<String>>> twice = new HashSet<>();
    for (Map<String, String> row : existing) {
      Optional<List<String>> of = key(survey.key(), row);
      if (!distinct.add(of)) {
        twice.add(of);
      }
    }
    if (!twice.isEmpty()) {
      throw new RejectedException(
          ("%s(%s) is in %s: %d keys. Keep one row of each, or name a key that tells them"
                  + " apart.")
              .formatted(MergeSql.DOUBLE_KEY, key, survey.target(), twice.size()));
    }
  }

  /** The target's rows once that was merged into it. */
  static List<Map<String, String>> merged(
      JobRequest.Merge merge, List<Map<String, String>> staged, List<Map<String, String>> target) {
    Map<List<String>, Map<String, String>> incoming = new LinkedHashMap<>();
    for (Map<String, String> row : staged) {
      incoming.merge(
          key(merge.rule().key(), row).orElseThrow(),
          row,
          (one, other) -> newestFirst(merge).compare(one, other) <= 0 ? one : other);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    Set<List<String>> met = new HashSet<>();
    for (Map<String, String> row : target) {
      Optional<List<String>> key = key(merge.rule().key(), row).filter(incoming::containsKey);
      if (key.isEmpty() || !isRead(merge, row)) {
        rows.add(row);
        continue;
      }
      met.add(key.get());
      Map<String, String> other = incoming.get(key.get());
      if (other == null || isNewer(merge.rule(), row, other)) {
        rows.add(row);
      } else if (!isDeleted(merge, other)) {
        rows.add(other);
      }
    }
    incoming.forEach(
        (key, row) -> {
          if (!met.contains(key) && !isDeleted(merge, row)) {
            rows.add(row);
          }
        });
    return rows;
  }

  /** Whether a row of the target lies in a partition that the statement reads. */
  private static boolean isRead(JobRequest.Merge merge, Map<String, String> row) {
    return merge.cut().map(cut -> merge.partitions().contains(partition(cut, row))).orElse(true);
  }

  private static boolean isNewer(
      MergeRule rule, Map<String, String> row, Map<String, String> incoming) {
    return rule.orderBy()
        .filter(by -> NULLS_FIRST.compare(value(row, by), value(incoming, by)) > 0)
        .isPresent();
  }

  private static boolean isDeleted(JobRequest.Merge merge, Map<String, String> row) {
    return merge
        .rule()
        .delete()
        .flatMap(
            name ->
                value(row, name)
                    .filter(value -> type(merge, name) != ColumnType.BOOL || value.equals("true")))
        .isPresent();
  }

  private static ColumnType type(JobRequest.Merge merge, String name) {
    return merge.columns().stream()
        .filter(column -> column.name().equals(name))
        .map(Column::type)
        .findFirst()
        .orElse(ColumnType.BOOL);
  }

  private static Comparator<Map<String, String>> newestFirst(JobRequest.Merge merge) {
    Comparator<Map<String, String>> oldestFirst =
        Comparator.comparing(
            row -> merge.rule().orderBy().flatMap(by -> value(row, by)), NULLS_FIRST);
    for (String tie : List.of("_extracted_at", "_object")) {
      oldestFirst =
          oldestFirst.thenComparing((Map<String, String> row) -> value(row, tie), NULLS_FIRST);
    }
    return oldestFirst
        .thenComparing((Map<String, String> row) -> new TreeMap<>(row).toString())
        .reversed();
  }

  private static Optional<List<String>> key(List<String> key, Map<String, String> row) {
    List<String> values = key.stream().flatMap(name -> value(row, name).stream()).toList();
    return values.size() == key.size() ? Optional.of(values) : Optional.empty();
  }

  private static String partition(Cut cut, Map<String, String> row) {
    int digits =
        switch (cut.granularity()) {
          case HOUR -> 10;
          case DAY -> 8;
          case MONTH -> 6;
          case YEAR -> 4;
        };
    return value(row, cut.column())
        .map(text -> text.replaceAll("[^0-9]", "").substring(0, digits))
        .orElse(Cut.NULLS);
  }

  private static Optional<String> value(Map<String, String> row, String column) {
    return Optional.ofNullable(row.get(column));
  }

  /** Numbers by their value, and other texts as they are: ISO 8601 sorts by itself. */
  private static int compare(String one, String other) {
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(other));
    } catch (NumberFormatException e) {
      return one.compareTo(other);
    }
  }
}
