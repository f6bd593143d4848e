/** Records to JSON and back, in the shape that state and plans are kept in. */
@NullMarked
package sluice.json;

import org.jspecify.annotations.NullMarked;
