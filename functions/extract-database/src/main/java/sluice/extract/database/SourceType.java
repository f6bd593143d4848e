package sluice.extract.database;

import java.util.Optional;
import sluice.avro.AvroType;

/** What a column's type is to an extract. Each kind of database has types of its own. */
public interface SourceType {

  /** What a value becomes; for an array, what each of its elements becomes. */
  AvroType avro();

  /** Whether a value is an array. */
  boolean isArray();

  /** Whether every value that is not NULL is taken over: no rule turns one into NULL. */
  boolean isLossless();

  /** How its values relate to time, if they can be a cursor's. */
  Optional<CursorKind> cursor();
}
