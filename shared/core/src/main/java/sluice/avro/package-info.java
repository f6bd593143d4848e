/** Avro files as BigQuery loads them, written value by value into reused memory. */
@NullMarked
package sluice.avro;

import org.jspecify.annotations.NullMarked;
