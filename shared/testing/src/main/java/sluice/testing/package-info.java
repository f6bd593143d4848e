/** Stub. */
@NullMarked
package sluice.testing;

import org.jspecify.annotations.NullMarked;
