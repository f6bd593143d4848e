/** How a day's modifications are spread, so that no arrival rate exceeds BigQuery's limits. */
@NullMarked
package sluice.governor;

import org.jspecify.annotations.NullMarked;
