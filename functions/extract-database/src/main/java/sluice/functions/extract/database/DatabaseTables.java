package sluice.functions.extract.database;

import java.util.List;
import java.util.Map;
import sluice.extract.SourceTables;
import sluice.extract.database.Database;
import sluice.plan.Source;

/** Looks into databases. */
public final class DatabaseTables implements SourceTables {

  /** For whoever looks for one among the services. */
  public DatabaseTables() {}

  @Override
  public boolean know(Source.Kind kind) {
    return kind.isDatabase();
  }

  @Override
  public List<Described> of(Source source, Map<String, String> environment) {
    try (Database database = Databases.open(source, environment)) {
      return database.described();
    }
  }
}
