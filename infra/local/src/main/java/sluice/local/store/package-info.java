/** One file of ordered maps in which the local cloud's services keep what must outlive a kill. */
@NullMarked
package sluice.local.store;

import org.jspecify.annotations.NullMarked;
