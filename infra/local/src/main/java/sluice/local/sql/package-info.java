/** GoogleSQL on DuckDB: types, and statements translated from the analyzer's resolved tree. */
@NullMarked
package sluice.local.sql;

import org.jspecify.annotations.NullMarked;
