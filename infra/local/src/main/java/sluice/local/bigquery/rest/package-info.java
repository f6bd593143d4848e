/** BigQuery's REST API, version 2. */
@NullMarked
package sluice.local.bigquery.rest;

import org.jspecify.annotations.NullMarked;
