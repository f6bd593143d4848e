package sluice.transform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sluice.json.Json;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.Hashes;
import sluice.state.TableState;
import sluice.state.TableState.Build;
import sluice.warehouse.Labels;

/** Names builds after what they consume. */
final class Causes {

  private Causes() {}

  /** The hash of all of a transform that decides what its table holds. */
  static String definition(Transform transform) {
    return Hashes.of(
        List.of(
            transform.sql(),
            transform.materialization().name(),
            Json.write(transform.layout()),
            transform.checks().toString()));
  }

  /**
   * The next build.
   *
   * <p>Its cause takes in the version before it, and its number sets it apart from builds of the
   * same cause that were abandoned: when an older definition comes back, the jobs of its first time
   * are not taken for those of its second.
   */
  static Build build(
      Transform transform, TableState state, Map<String, String> inputs, Instant now) {
    String definition = definition(transform);
    List<String> consumed = new ArrayList<>();
    consumed.add(transform.id().toString());
    consumed.add(definition);
    consumed.add(state.version().orElse(""));
    new TreeMap<>(inputs).forEach((input, at) -> consumed.add(input + "=" + at));
    long number = state.building().builds() + 1;
    return new Build(number, Hashes.of(consumed), definition, inputs, now);
  }

  /** The ids of one of a build's jobs, without their attempt. */
  static String jobs(TableId table, Build build, Labels.Step step) {
    return "sluice_%s_%s_%s_%d_%s"
        .formatted(
            step.name().toLowerCase(Locale.ROOT),
            table.dataset(),
            table.table(),
            build.number(),
            build.cause());
  }
}
