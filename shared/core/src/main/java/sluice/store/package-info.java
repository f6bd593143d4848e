/** Objects in a bucket, changed by compare-and-set: where landing files and all state live. */
@NullMarked
package sluice.store;

import org.jspecify.annotations.NullMarked;
