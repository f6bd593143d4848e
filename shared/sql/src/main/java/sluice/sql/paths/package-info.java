/**
 * Patterns of objects' paths: globs and regular expressions, how specific they are, and where two
 * of them meet.
 */
@NullMarked
package sluice.sql.paths;

import org.jspecify.annotations.NullMarked;
