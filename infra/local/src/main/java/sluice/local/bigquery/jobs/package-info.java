/** Jobs: submitted, run beside the caller, done in one transaction with what they made. */
@NullMarked
package sluice.local.bigquery.jobs;

import org.jspecify.annotations.NullMarked;
