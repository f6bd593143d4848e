package sluice.sql.pipeline;

import static sluice.RejectedException.require;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sluice.RejectedException;
import sluice.plan.Partitioning;
import sluice.plan.Partitioning.Granularity;
import sluice.schema.TableId;

/** The kinds of values that settings have. */
final class Readings {
  /** The longest value of a label on a BigQuery job. */
  private static final int LABEL_LIMIT = 63;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern LOCATION = Pattern.compile("[a-z]+-[a-z]+[0-9]+|US|EU");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final CronDefinition UNIX =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

  private Readings() {}

  /** Any text. */
  static String text(String text) {
    return text.strip();
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches() && text.length() <= LABEL_LIMIT;
  }

  /** The name of a pipeline, a source, a dataset or a table. */
  static String name(String text) {
    require(
        NAME.matcher(text).matches(),
        "is not a name: '%s'".formatted(text),
        "Write lower-case letters, digits and _, a letter first.");
    require(
        text.length() <= LABEL_LIMIT,
        "is %d letters long".formatted(text.length()),
        "Write at most %d: it is the value of a label on BigQuery's jobs.".formatted(LABEL_LIMIT));
    return text;
  }

  static String location(String text) {
    require(
        LOCATION.matcher(text).matches(),
        "is '%s'".formatted(text),
        "Write one of BigQuery's locations, like asia-northeast1, US or EU.");
    return text;
  }

  static String zone(String text) {
    require(
        ZoneId.getAvailableZoneIds().contains(text),
        "is '%s'".formatted(text),
        "Write an IANA time zone, like Asia/Tokyo.");
    return text;
  }

  /** The name of an environment variable; what is written is not repeated, it may be a secret. */
  static String variable(String text) {
    require(
        VARIABLE.matcher(text).matches(),
        "is not the name of an environment variable",
        "Put the address into one, and write its name here, like EC_DATABASE.");
    return text;
  }

  static String cron(String text) {
    try {
      new CronParser(UNIX).parse(text).validate();
      return text.strip().replaceAll("\\s+", " ");
    } catch (IllegalArgumentException e) {
      throw new RejectedException(
          "is '%s'. Write five fields: minute, hour, day of month, month, day of week, like \"0 * * * *\"."
              .formatted(text),
          e);
    }
  }

  /** How long; more than nothing. */
  static Duration duration(String text) {
    Duration duration = durationOrZero(text);
    require(!duration.isZero(), "is '%s'".formatted(text), "Write how long, like PT2H or P1D.");
    return duration;
  }

  static Duration durationOrZero(String text) {
    try {
      Duration duration = Duration.parse(text);
      require(
          !duration.isNegative(), "is '%s'".formatted(text), "Write how long, like PT2H or P1D.");
      return duration;
    } catch (DateTimeException e) {
      throw new RejectedException("is '%s'. Write how long, like PT2H or P1D.".formatted(text), e);
    }
  }

  /** A whole number, 0 or more. */
  static long count(String text) {
    try {
      long count = Long.parseLong(text);
      require(count >= 0, "is '%s'".formatted(text), "Write a whole number, 0 or more.");
      return count;
    } catch (NumberFormatException e) {
      throw new RejectedException("is '%s'. Write a whole number, 0 or more.".formatted(text), e);
    }
  }

  static boolean trueOrFalse(String text) {
    require(
        text.equals("true") || text.equals("false"),
        "is '%s'".formatted(text),
        "Write true or false.");
    return text.equals("true");
  }

  /** One of the words that an enum names, in lower case. */
  static <E extends Enum<E>> Reading<E> oneOf(Class<E> words) {
    return text ->
        Arrays.stream(words.getEnumConstants())
            .filter(word -> word(word).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new RejectedException(
                        "is '%s'. Write %s.".formatted(text, alternatives(words))));
  }

  static String alternatives(Class<? extends Enum<?>> words) {
    List<String> all = Arrays.stream(words.getEnumConstants()).map(Readings::word).toList();
    int last = all.size() - 1;
    return last == 0
        ? all.get(0)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** {@code ordered_at}, or {@code ordered_at by month}. */
  static Partitioning partitioning(String text) {
    String[] words = text.strip().split("\\s+", -1);
    if (words.length == 1) {
      return new Partitioning(words[0], Granularity.DAY);
    }
    Optional<Granularity> granularity =
        words.length == 3 && words[1].equalsIgnoreCase("by")
            ? Arrays.stream(Granularity.values())
                .filter(each -> each.name().equalsIgnoreCase(words[2]))
                .findFirst()
            : Optional.empty();
    require(
        granularity.isPresent(),
        "is '%s'".formatted(text),
        "Write a column, or `column by %s`.".formatted(alternatives(Granularity.class)));
    return new Partitioning(words[0], granularity.orElseThrow());
  }

  /** {@code dataset.table.column}. */
  static TableColumn tableColumn(String text) {
    int dot = text.lastIndexOf('.');
    try {
      return new TableColumn(
          TableId.parse(text.substring(0, Math.max(dot, 0))), text.substring(dot + 1));
    } catch (IllegalArgumentException e) {
      throw new RejectedException("is '%s'. Write dataset.table.column.".formatted(text), e);
    }
  }

  /** A column of a table. */
  record TableColumn(TableId table, String column) {
    TableColumn {
      require(!column.isBlank(), "names no column", "Write dataset.table.column.");
    }

    @Override
    public String toString() {
      return table + "." + column;
    }
  }
}
