/** The fault simulator: the real reconcilers, over in-memory ports, under every kind of trouble. */
@NullMarked
package sluice.testing.sim;

import org.jspecify.annotations.NullMarked;
