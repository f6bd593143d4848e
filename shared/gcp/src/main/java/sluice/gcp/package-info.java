/** Stub. */
@NullMarked
package sluice.gcp;

import org.jspecify.annotations.NullMarked;
