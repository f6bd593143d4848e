package sluice.extract.database;

import java.util.Optional;
import sluice.schema.Column.Mode;

/**
 * A column as the database has it.
 *
 * @param type the type as the database writes it, like {@code numeric(12,2)}
 * @param kind what that type is to an extract
 * @param mode REQUIRED if it is NOT NULL, else NULLABLE; an array too is one or the other
 */
public record SourceColumn(
    String name, String type, SourceType kind, Mode mode, Optional<String> comment) {}
