package sluice.sql.pipeline;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads YAML as nodes, which know their lines. */
final class Yaml {
  private static final String REMEDY =
      "Look at its indentation and quotes, and at the lines above.";

  private Yaml() {}

  /** The line of a node, from 1. */
  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  /** The settings that a text holds; empty, and told, when it is not YAML or is no mapping. */
  static Optional<Settings> read(String text, Place place, Problems problems) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(place.file()).build();
      return new Compose(settings)
          .composeString(text)
          .flatMap(root -> Settings.of(root, place, problems));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(place.line() - 1) + 1;
      problems.add(
          Place.of(place.file(), line), "This is not YAML: " + oneLine(e.getProblem()), REMEDY);
    } catch (ReaderException e) {
      problems.add(
          Place.of(place.file(), lineOf(text, e.getPosition())),
          "This is not YAML: it holds the control character U+%04X".formatted(e.getCodePoint()),
          "Remove it.");
    } catch (YamlEngineException e) {
      problems.add(place, "This is not YAML: " + oneLine(String.valueOf(e.getMessage())), REMEDY);
    }
    return Optional.empty();
  }

  private static int lineOf(String text, int position) {
    return 1 + (int) text.codePoints().limit(position).filter(point -> point == '\n').count();
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", " ").replaceAll("\\.$", "");
  }
}
