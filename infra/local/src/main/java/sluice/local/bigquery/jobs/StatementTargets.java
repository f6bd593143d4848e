package sluice.local.bigquery.jobs;

import java.util.Optional;
import sluice.local.sql.Translated;
import sluice.schema.TableId;

/** The table or view that a statement changes. */
final class StatementTargets {

  private StatementTargets() {}

  static Optional<TableId> of(Translated statement) {
    if (statement instanceof Translated.Dml dml) {
      return Optional.of(dml.target());
    } else if (statement instanceof Translated.CreateTable create) {
      return Optional.of(create.id());
    } else if (statement instanceof Translated.CreateView create) {
      return Optional.of(create.id());
    } else if (statement instanceof Translated.Drop drop) {
      return Optional.of(drop.id());
    } else if (statement instanceof Translated.Alter alter) {
      return Optional.of(alter.id());
    }
    return Optional.empty();
  }
}
