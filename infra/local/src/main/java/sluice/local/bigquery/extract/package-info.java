/** Writes tables into files: Avro, CSV, NDJSON and Parquet, as BigQuery's extract jobs do. */
@NullMarked
package sluice.local.bigquery.extract;

import org.jspecify.annotations.NullMarked;
