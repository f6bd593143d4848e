package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import sluice.RejectedException;

/**
 * The keys and values of one YAML mapping. Whoever reads them names each key it knows; what nobody
 * asked for is unknown, and {@link #refuseOthers} tells. Problems are gathered, and reading goes
 * on.
 */
final class Settings {
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();
  private final Place place;
  private final Problems problems;

  private Settings(Place place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  /** No settings at all. */
  static Settings none(Place place, Problems problems) {
    return new Settings(place, problems);
  }

  /** Those of a node; empty and told when it is no mapping. A blank node has none. */
  static Optional<Settings> of(Node node, Place place, Problems problems) {
    Settings settings = new Settings(place, problems);
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(settings::take);
      return Optional.of(settings);
    }
    if (node.getTag().equals(Tag.NULL)) {
      return Optional.of(settings);
    }
    String kind = node instanceof ScalarNode ? "one value" : "a list";
    problems.add(
        place,
        place.path().isEmpty() ? "Here is " + kind : "is " + kind,
        "Write keys and values, like `key: value`.");
    return Optional.empty();
  }

  private void take(NodeTuple tuple) {
    int line = Yaml.line(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
      problems.add(
          new Place(place.file(), line, place.path()),
          place.path().isEmpty() ? "A key is not one word" : "has a key that is not one word",
          "Write `key: value`.");
      return;
    }
    String key = keyNode.getValue();
    Place at = place.key(key, line);
    Setting earlier =
        settings.putIfAbsent(key, new Setting(key, tuple.getValueNode(), at, problems));
    if (earlier != null) {
      problems.add(
          at,
          "is written twice; the first time in line " + earlier.place().line(),
          "Remove one of the two.");
    }
  }

  Place place() {
    return place;
  }

  /** Where that key is written, or would be. */
  Place place(String key) {
    Setting setting = settings.get(key);
    return setting == null ? place.key(key, place.line()) : setting.place();
  }

  /** The setting of that name, from now on a known one. */
  Optional<Setting> find(String key) {
    known.add(key);
    return Optional.ofNullable(settings.get(key));
  }

  /** All of them, in the order in which they are written: each key is a name. */
  Collection<Setting> all() {
    known.addAll(settings.keySet());
    return settings.values();
  }

  /** The value of a setting that may be absent. */
  <T> Optional<T> value(String key, Reading<T> reading, String remedy) {
    return find(key).flatMap(setting -> setting.value(reading, remedy));
  }

  /** The value of a setting that must be there. */
  <T> Optional<T> required(String key, Reading<T> reading, String remedy) {
    if (find(key).isEmpty()) {
      problems.add(place(key), "is missing", remedy);
      return Optional.empty();
    }
    return value(key, reading, remedy);
  }

  /** The values of a setting that is a list, or one value alone. */
  <T> List<Located<T>> list(String key, Reading<T> reading, String remedy) {
    List<Located<T>> values = new ArrayList<>();
    find(key)
        .ifPresent(
            setting ->
                setting
                    .elements(remedy)
                    .forEach(each -> each.located(reading, remedy).ifPresent(values::add)));
    return List.copyOf(values);
  }

  /** The settings below a key; empty when it is absent or no mapping. */
  Optional<Settings> section(String key) {
    return find(key).flatMap(Setting::settings);
  }

  /** Tells of a setting that has no meaning here. */
  void refuse(String key, String why, String remedy) {
    find(key).ifPresent(setting -> problems.add(setting.place(), why, remedy));
  }

  /** Tells of a setting what is wrong with it and what to do, as the exception says. */
  void refuse(String key, RejectedException why) {
    find(key).ifPresent(setting -> problems.add(setting.place(), String.valueOf(why.getMessage())));
  }

  /** Tells of every key that nobody asked for. */
  void refuseOthers() {
    for (Setting setting : settings.values()) {
      if (!known.contains(setting.key())) {
        problems.add(setting.place(), "is not a setting", remedy(setting));
      }
    }
  }

  private String remedy(Setting unknown) {
    return unknown.isBlank() && unknown.key().contains(" ")
        ? "Inside {} a comma ends a text: put the text before it into quotes."
        : Nearest.remedy(unknown.key(), known);
  }
}
