/** Reads files into tables: Avro, CSV, NDJSON and Parquet, as BigQuery's load jobs do. */
@NullMarked
package sluice.local.bigquery.load;

import org.jspecify.annotations.NullMarked;
