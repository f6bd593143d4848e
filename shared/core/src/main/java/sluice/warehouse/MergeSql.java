package sluice.warehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

/** The GoogleSQL of the jobs that merge a table. */
public final class MergeSql {

  /** The column of a survey's answer. */
  public static final String PARTITION = "partition_id";

  /** How a survey's failure begins when a staged row has no key. */
  public static final String NULL_KEY = "NULL in the key ";

  /** How a survey's failure begins when rows of the target share a key. */
  public static final String DOUBLE_KEY = "More than one row of a key ";

  private static final String TARGET = "target";
  private static final String INCOMING = "incoming";

  private MergeSql() {}

  /** No row, and every column. */
  public static String shape(JobRequest.Shape shape) {
    return "SELECT * FROM %s WHERE FALSE".formatted(quoted(shape.like()));
  }

  /** The query of a survey. */
  public static String survey(JobRequest.Survey survey) {
    boolean whole = survey.reach() == JobRequest.Survey.Reach.TARGET;
    String staged = select(survey, "staged", quoted(survey.staging()) + " AS staged");
    String existing = whole ? existing(survey) : "SELECT * FROM staged WHERE FALSE";
    String anyNull =
        survey.key().stream()
            .map(column -> quoted(column) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    String key = String.join(", ", survey.key());
    return """
        WITH staged AS (
          %s
        ), existing AS (
          %s
        ), verdict AS (
          SELECT
            (SELECT COUNT(*) FROM staged) AS staged_rows,
            (SELECT COUNTIF(%s) FROM staged) AS null_keys,
            (SELECT COUNT(*) FROM (SELECT 1 FROM existing GROUP BY %s HAVING COUNT(*) > 1)) AS double_keys
        )
        SELECT DISTINCT
          CASE
            WHEN null_keys > 0 THEN ERROR(CONCAT('%s(%s): ', CAST(null_keys AS STRING), ' of ', CAST(staged_rows AS STRING), ' rows. Name columns that are never NULL.'))
            WHEN double_keys > 0 THEN ERROR(CONCAT('%s(%s) is in %s: ', CAST(double_keys AS STRING), ' keys. Keep one row of each, or name a key that tells them apart.'))
            ELSE touched.%s
          END AS %s
        FROM verdict LEFT JOIN (
          SELECT %s FROM staged UNION DISTINCT SELECT %s FROM existing
        ) AS touched ON TRUE
        ORDER BY %s"""
        .formatted(
            staged,
            existing,
            anyNull,
            list(survey.key(), MergeSql::quoted),
            NULL_KEY,
            key,
            DOUBLE_KEY,
            key,
            survey.target(),
            PARTITION,
            PARTITION,
            PARTITION,
            PARTITION,
            PARTITION);
  }

  /** The rows of the target that have a key of the staged ones, wherever they lie. */
  private static String existing(JobRequest.Survey survey) {
    String keys = list(survey.key(), MergeSql::quoted);
    String from =
        "%s AS %s JOIN (SELECT DISTINCT %s FROM staged) AS %s ON %s"
            .formatted(quoted(survey.target()), TARGET, keys, INCOMING, sameKey(survey.key()));
    return select(survey, TARGET, from);
  }

  private static String select(JobRequest.Survey survey, String of, String from) {
    String partition =
        survey
            .cut()
            .map(cut -> cut.idOf(of + "." + quoted(cut.column())))
            .orElse("CAST(NULL AS STRING)");
    return "SELECT %s, %s AS %s FROM %s"
        .formatted(
            list(survey.key(), column -> of + "." + quoted(column)), partition, PARTITION, from);
  }

  /** The statement of a merge. */
  public static String merge(JobRequest.Merge merge) {
    List<String> names = merge.columns().stream().map(Column::name).toList();
    List<String> values =
        names.stream().filter(name -> !contains(merge.rule().key(), name)).toList();
    Optional<String> deleted =
        merge.rule().delete().map(column -> deleted(type(merge, column), column));
    String newer =
        merge
            .rule()
            .orderBy()
            .map(MergeSql::quoted)
            .map(
                by ->
                    " AND (%s.%s IS NULL OR %s.%s >= %s.%s)"
                        .formatted(TARGET, by, INCOMING, by, TARGET, by))
            .orElse("");
    List<String> clauses = new ArrayList<>();
    deleted.ifPresent(
        gone -> clauses.add("WHEN MATCHED%s AND %s THEN DELETE".formatted(newer, gone)));
    if (!values.isEmpty()) {
      clauses.add("WHEN MATCHED%s THEN UPDATE SET %s".formatted(newer, assignments(values)));
    }
    clauses.add(
        "WHEN NOT MATCHED BY TARGET%s THEN INSERT (%s) VALUES (%s)"
            .formatted(
                deleted.map(gone -> " AND NOT " + gone).orElse(""),
                list(names, MergeSql::quoted),
                list(names, name -> INCOMING + "." + quoted(name))));
    return "MERGE %s AS %s\nUSING (\n%s\n) AS %s\nON %s%s\n%s"
        .formatted(
            quoted(merge.target()),
            TARGET,
            newestOfEachKey(merge),
            INCOMING,
            sameKey(merge.rule().key()),
            pruned(merge),
            String.join("\n", clauses));
  }

  /** The newest staged row of each key; of equal ones always the same. */
  private static String newestOfEachKey(JobRequest.Merge merge) {
    Stream<String> order =
        Stream.concat(
            merge.rule().orderBy().stream(),
            Stream.of("_extracted_at", "_object").filter(name -> has(merge, name)));
    String by =
        Stream.concat(
                order.map(name -> "staged.%s DESC".formatted(quoted(name))),
                Stream.of("TO_JSON_STRING(staged) DESC"))
            .collect(Collectors.joining(", "));
    return "  SELECT staged.* FROM %s AS staged\n  QUALIFY ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s) = 1"
        .formatted(
            quoted(merge.staging()),
            list(merge.rule().key(), column -> "staged." + quoted(column)),
            by);
  }

  private static String pruned(JobRequest.Merge merge) {
    return merge
        .cut()
        .map(cut -> cut.within(TARGET + "." + quoted(cut.column()), merge.partitions()))
        .map("\n  AND (%s)"::formatted)
        .orElse("");
  }

  private static String deleted(ColumnType type, String column) {
    String value = INCOMING + "." + quoted(column);
    return type == ColumnType.BOOL
        ? "IFNULL(%s, FALSE)".formatted(value)
        : "(%s IS NOT NULL)".formatted(value);
  }

  private static ColumnType type(JobRequest.Merge merge, String name) {
    return merge.columns().stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .map(Column::type)
        .findFirst()
        .orElse(ColumnType.BOOL);
  }

  private static String assignments(List<String> names) {
    return list(names, name -> "%s = %s.%s".formatted(quoted(name), INCOMING, quoted(name)));
  }

  private static String sameKey(List<String> key) {
    return key.stream()
        .map(name -> "%s.%s = %s.%s".formatted(TARGET, quoted(name), INCOMING, quoted(name)))
        .collect(Collectors.joining(" AND "));
  }

  private static boolean has(JobRequest.Merge merge, String name) {
    return merge.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
  }

  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String list(List<String> names, Function<String, String> form) {
    return names.stream().map(form).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }

  private static String quoted(TableId table) {
    return "`%s`.`%s`".formatted(table.dataset(), table.table());
  }
}
