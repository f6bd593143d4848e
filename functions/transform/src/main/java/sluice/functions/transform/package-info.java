/** The transform function. */
@NullMarked
package sluice.functions.transform;

import org.jspecify.annotations.NullMarked;
