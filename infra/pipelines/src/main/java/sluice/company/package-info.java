/** Stub. */
@NullMarked
package sluice.company;

import org.jspecify.annotations.NullMarked;
