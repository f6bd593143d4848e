/** The load function. */
@NullMarked
package sluice.functions.load;

import org.jspecify.annotations.NullMarked;
