/** GoogleSQL's functions that DuckDB lacks or does differently, in Java, called from DuckDB. */
@NullMarked
package sluice.local.sql.udf;

import org.jspecify.annotations.NullMarked;
