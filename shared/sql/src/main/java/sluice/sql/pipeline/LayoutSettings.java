package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import sluice.plan.Layout;
import sluice.plan.Partitioning;

/** How a table is to lie in BigQuery, as written. */
record LayoutSettings(Optional<Located<Partitioning>> partition, List<Located<String>> cluster) {

  static LayoutSettings read(Settings settings) {
    return new LayoutSettings(
        settings
            .find("partition")
            .flatMap(
                setting ->
                    setting.located(Readings::partitioning, "Name a column, like ordered_at.")),
        settings.list("cluster", Readings::text, "Name columns, like [shop_id]."));
  }

  Layout layout() {
    return new Layout(partition.map(Located::value), cluster.stream().map(Located::value).toList());
  }
}
