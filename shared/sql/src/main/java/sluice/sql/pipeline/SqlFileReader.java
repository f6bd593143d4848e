package sluice.sql.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.RejectedException;
import sluice.plan.About;
import sluice.plan.Materialization;
import sluice.plan.Refresh;
import sluice.plan.Refresh.Trigger;
import sluice.schema.TableId;

/** Reads {@code <dataset>/<table>.sql}: settings in the leading comment, and a query behind it. */
final class SqlFileReader {
  /** Blank lines and comments of one line may stand before the settings. */
  private static final Pattern BEFORE_SETTINGS =
      Pattern.compile("(?:\\s+|--[^\\n]*(?:\\n|$)|#[^\\n]*(?:\\n|$))*");

  private static final Refresh ALWAYS = new Refresh(Trigger.ANY, Optional.empty());

  private final PipelineFile file;
  private final Optional<String> defaultOwner;
  private final Problems problems;

  private SqlFileReader(PipelineFile file, Optional<String> defaultOwner, Problems problems) {
    this.file = file;
    this.defaultOwner = defaultOwner;
    this.problems = problems;
  }

  /** The table that the file makes; problems inside hide parts of it, never the table. */
  static SqlTable read(PipelineFile file, Optional<String> defaultOwner, Problems problems) {
    return new SqlFileReader(file, defaultOwner, problems).read();
  }

  private SqlTable read() {
    Place place = Place.of(file.path(), 1);
    String dataset = file.path().substring(0, file.path().indexOf('/'));
    String table = file.path().substring(dataset.length() + 1, file.path().length() - 4);
    checkName(place, "The dataset", dataset);
    checkName(place, "The table", table);
    int start = matchEnd(file.text());
    boolean commented = file.text().startsWith("/*", start);
    int end = commented ? file.text().indexOf("*/", start + 2) : start;
    if (end < 0) {
      problems.add(
          Place.of(file.path(), lineAt(start)),
          "The comment does not end",
          "Write */ behind the settings.");
      return table(new TableId(dataset, table), place, "", noSettings(place));
    }
    Settings settings =
        commented ? settings(start, end).orElseGet(() -> noSettings(place)) : noSettings(place);
    String query = commented ? blank(file.text(), end + 2) : file.text();
    checkNotEmpty(place, query);
    return table(new TableId(dataset, table), place, query, settings);
  }

  private void checkName(Place place, String what, String name) {
    try {
      Readings.name(name);
    } catch (RejectedException e) {
      problems.add(place, what + " " + e.getMessage());
    }
  }

  private void checkNotEmpty(Place place, String query) {
    if (file.isBlank()) {
      problems.add(place, "The file is empty", "Write a query, or remove the file.");
    } else if (query.substring(matchEnd(query)).isBlank()) {
      problems.add(place, "The file has no query", "Write one behind the comment.");
    }
  }

  private static int matchEnd(String text) {
    Matcher matcher = BEFORE_SETTINGS.matcher(text);
    return matcher.lookingAt() ? matcher.end() : 0;
  }

  private Settings noSettings(Place place) {
    return Settings.none(place, problems);
  }

  private Optional<Settings> settings(int start, int end) {
    String comment = blank(file.text().substring(0, end), start + 2);
    Place place = Place.of(file.path(), lineAt(start));
    return comment.isBlank() ? Optional.of(noSettings(place)) : Yaml.read(comment, place, problems);
  }

  /** The text with spaces up to there; its lines stay. */
  private static String blank(String text, int end) {
    return text.substring(0, end).replaceAll("[^\\n]", " ") + text.substring(end);
  }

  private int lineAt(int position) {
    return 1 + (int) file.text().chars().limit(position).filter(c -> c == '\n').count();
  }

  private SqlTable table(TableId id, Place place, String query, Settings settings) {
    Materialization materialization =
        settings
            .value("materialization", Readings.oneOf(Materialization.class), "Write table or view.")
            .orElse(Materialization.TABLE);
    if (materialization == Materialization.VIEW) {
      settings.refuse("partition", "is for tables", "Remove it: a view holds no rows.");
      settings.refuse("cluster", "is for tables", "Remove it: a view holds no rows.");
    }
    SqlTable table =
        new SqlTable(
            id,
            place,
            query,
            materialization,
            LayoutSettings.read(settings),
            refresh(settings),
            about(settings),
            descriptions(settings),
            CheckReader.read(settings, problems));
    settings.refuseOthers();
    return table;
  }

  private About about(Settings settings) {
    return AboutReader.read(settings, defaultOwner);
  }

  private static Refresh refresh(Settings settings) {
    return settings
        .value("refresh", SqlFileReader::refresh, "Write any, all, or how long, like PT1H.")
        .orElse(ALWAYS);
  }

  private static Refresh refresh(String text) {
    if (text.equals("any") || text.equals("all")) {
      return new Refresh(text.equals("all") ? Trigger.ALL : Trigger.ANY, Optional.empty());
    }
    try {
      Duration atMostEvery = Readings.duration(text);
      return new Refresh(Trigger.ANY, Optional.of(atMostEvery));
    } catch (RejectedException e) {
      throw new RejectedException(
          "is '%s'. Write any, all, or how long, like PT1H.".formatted(text), e);
    }
  }

  private static List<Located<String>> descriptions(Settings settings) {
    List<Located<String>> descriptions = new ArrayList<>();
    settings
        .section("columns")
        .ifPresent(
            columns ->
                columns
                    .all()
                    .forEach(
                        column ->
                            column
                                .located(Readings::text, "Describe the column in a sentence.")
                                .ifPresent(descriptions::add)));
    return descriptions;
  }
}
