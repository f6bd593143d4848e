package sluice.extract.database;

import java.time.Instant;
import java.util.Optional;

/**
 * A time by the database's clock: every row stamped at or before it is visible, or never will be.
 *
 * @param heldBy the open transaction that holds it back, if one does
 */
public record SafeMoment(Instant at, Optional<String> heldBy) {}
