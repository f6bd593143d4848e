/** The sweep that wakes whatever no event woke. */
@NullMarked
package sluice.tend;

import org.jspecify.annotations.NullMarked;
