/** A day of arrivals on virtual time, on which every call takes as long as it would. */
@NullMarked
package sluice.testing.day;

import org.jspecify.annotations.NullMarked;
