package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import sluice.RejectedException;

/** One key and what is written behind it. */
record Setting(String key, Node node, Place place, Problems problems) {

  /** Nothing is written behind the key. */
  boolean isBlank() {
    return node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The written text, as it is; empty and told when there are several values. */
  Optional<String> rawText(String remedy) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problems.add(
        place, isMapping() ? "holds keys and values" : "is a list", "Write one value. " + remedy);
    return Optional.empty();
  }

  /** The value; empty, and told, when it is blank, several values, or not what is read. */
  <T> Optional<T> value(Reading<T> reading, String remedy) {
    if (isBlank()) {
      problems.add(place, "is blank", remedy);
      return Optional.empty();
    }
    return rawText(remedy).flatMap(text -> read(text, reading));
  }

  private <T> Optional<T> read(String text, Reading<T> reading) {
    try {
      return Optional.of(reading.read(text));
    } catch (RejectedException e) {
      problems.add(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The value with its place. */
  <T> Optional<Located<T>> located(Reading<T> reading, String remedy) {
    return value(reading, remedy).map(value -> new Located<>(value, place));
  }

  /** The elements of a list; a single value is a list of one. */
  List<Setting> elements(String remedy) {
    if (node instanceof SequenceNode sequence) {
      List<Setting> elements = new ArrayList<>();
      for (Node element : sequence.getValue()) {
        Place at = place.element(elements.size(), Yaml.line(element));
        elements.add(new Setting(key, element, at, problems));
      }
      if (elements.isEmpty()) {
        problems.add(place, "is an empty list", remedy);
      }
      return elements;
    }
    if (isMapping() || isBlank()) {
      problems.add(place, isMapping() ? "holds keys and values" : "is blank", remedy);
      return List.of();
    }
    return List.of(this);
  }

  /** The keys and values behind the key; blank is a mapping without keys. */
  Optional<Settings> settings() {
    return Settings.of(node, place, problems);
  }
}
