/** In-memory ports, the contracts that hold every port to its promise, and builders of plans. */
@NullMarked
package sluice.testing;

import org.jspecify.annotations.NullMarked;
