/** Jobs that make tables, named by their callers. */
@NullMarked
package sluice.warehouse;

import org.jspecify.annotations.NullMarked;
