/** The local BigQuery: one DuckDB file a project behind the REST API, and its jobs. */
@NullMarked
package sluice.local.bigquery;

import org.jspecify.annotations.NullMarked;
