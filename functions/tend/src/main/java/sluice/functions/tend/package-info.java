/** The tend function. */
@NullMarked
package sluice.functions.tend;

import org.jspecify.annotations.NullMarked;
