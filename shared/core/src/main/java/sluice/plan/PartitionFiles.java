package sluice.plan;

import static sluice.RejectedException.require;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.plan.Partitioning.Granularity;

/**
 * How the files of a table tell which partition they hold.
 *
 * @param path what a file's path has somewhere, with {@code {year}}, {@code {month}}, {@code {day}}
 *     and {@code {hour}}: {@code dt={year}-{month}-{day}/}
 * @param marker the name of the file that is written last, once the others of its partition are
 *     there; without one each file holds its partition whole
 */
public record PartitionFiles(String path, Optional<String> marker) {

  private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
  private static final List<String> FIELDS = List.of("year", "month", "day", "hour");
  private static final Map<Granularity, Integer> NEEDED =
      new EnumMap<>(
          Map.of(
              Granularity.YEAR, 1, Granularity.MONTH, 2, Granularity.DAY, 3, Granularity.HOUR, 4));

  public PartitionFiles {
    for (MatchResult field : FIELD.matcher(path).results().toList()) {
      require(
          FIELDS.contains(field.group(1)),
          "partition_path has {%s}".formatted(field.group(1)),
          "Write {year}, {month}, {day} and {hour}.");
    }
    require(
        FIELD.matcher(path).results().map(MatchResult::group).distinct().count()
            == FIELD.matcher(path).results().count(),
        "partition_path is '%s', which has a field twice".formatted(path),
        "Write each one once.");
  }

  /** The fields that a path lacks for partitions of that size. */
  public List<String> lacking(Granularity granularity) {
    return needed(granularity).stream().filter(field -> !path.contains("{" + field + "}")).toList();
  }

  /** The id of the partition that a file's path names, as BigQuery writes it. */
  public Optional<String> partition(String file, Granularity granularity) {
    Matcher matcher = pattern().matcher(file);
    while (matcher.find()) {
      if (isTime(matcher)) {
        StringBuilder id = new StringBuilder();
        needed(granularity).forEach(field -> id.append(matcher.group(field)));
        return Optional.of(id.toString());
      }
    }
    return Optional.empty();
  }

  /** Whether a file is the one that is written last. */
  public boolean isMarker(String file) {
    return marker.filter(file.substring(file.lastIndexOf('/') + 1)::equals).isPresent();
  }

  private static List<String> needed(Granularity granularity) {
    return FIELDS.subList(0, Optional.ofNullable(NEEDED.get(granularity)).orElse(0));
  }

  private Pattern pattern() {
    StringBuilder regex = new StringBuilder();
    Matcher field = FIELD.matcher(path);
    int at = 0;
    while (field.find()) {
      String digits = field.group(1).equals("year") ? "\\d{4}" : "\\d{2}";
      regex
          .append(Pattern.quote(path.substring(at, field.start())))
          .append("(?<%s>%s)".formatted(field.group(1), digits));
      at = field.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(path.substring(at))).toString());
  }

  private boolean isTime(Matcher found) {
    try {
      LocalDate day =
          LocalDate.of(number(found, "year"), number(found, "month"), number(found, "day"));
      return day.atTime(path.contains("{hour}") ? number(found, "hour") : 0, 0).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private int number(Matcher found, String field) {
    return path.contains("{" + field + "}") ? Integer.parseInt(found.group(field)) : 1;
  }
}
