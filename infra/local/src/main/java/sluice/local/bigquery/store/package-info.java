/** What a project holds: its DuckDB file, and in it the metadata that commits with the rows. */
@NullMarked
package sluice.local.bigquery.store;

import org.jspecify.annotations.NullMarked;
