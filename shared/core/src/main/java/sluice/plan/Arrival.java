package sluice.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How files from anyone become a table's.
 *
 * @param match the paths below {@code landing/} that are its own, besides its landing prefix
 * @param settle how long a file must not have changed before it is taken; at once where nothing is
 *     said
 */
public record Arrival(List<PathPattern> match, Optional<Duration> settle) {

  private static final Pattern PARTITION = Pattern.compile("\\d{4}(\\d{2}){0,3}");

  /** Only what is put under the table's landing prefix, at once. */
  public static final Arrival PLAIN = new Arrival(List.of(), Optional.empty());

  public Arrival {
    match = List.copyOf(match);
  }

  /**
   * What the named groups hold in a file's path, as {@code shop} and {@code date} in {@code
   * partner/(?P<shop>[^/]+)/sales_(?P<date>\d{8}).csv}; nothing for a path that no pattern matches.
   */
  public Map<String, String> values(String path) {
    return match.stream()
        .sorted()
        .flatMap(pattern -> pattern.match(path).stream())
        .findFirst()
        .orElse(Map.of());
  }

  /**
   * The partition that a file's path names, as BigQuery names it: {@code 20260301} where the group
   * {@code partition}, or else {@code date}, holds {@code 20260301} or {@code 2026-03-01}; likewise
   * a year, a month or an hour.
   */
  public Optional<String> partition(String path) {
    Map<String, String> values = values(path);
    return Optional.ofNullable(values.getOrDefault("partition", values.get("date")))
        .map(value -> value.replaceAll("[-_/T]", ""))
        .filter(digits -> PARTITION.matcher(digits).matches());
  }
}
