package sluice.extract.database;

import java.util.Optional;

/**
 * The rows to read, by a column that only grows. Rows whose cursor is NULL are in no range.
 *
 * @param from the last value that was read before; rows at it are not read. Empty: from the first
 * @param to the last value to read, itself included
 */
public record CursorRange(String column, Optional<String> from, String to) {}
