/** Counts what loads ask of Google Cloud. */
@NullMarked
package sluice.testing.cost;

import org.jspecify.annotations.NullMarked;
