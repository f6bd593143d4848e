/** The shape of a table: its columns, in BigQuery's types and modes. */
@NullMarked
package sluice.schema;

import org.jspecify.annotations.NullMarked;
