/** Transforming: a table is built from its inputs, checked, and published. */
@NullMarked
package sluice.transform;

import org.jspecify.annotations.NullMarked;
