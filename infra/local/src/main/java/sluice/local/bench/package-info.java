/** Measures, by one command each, what docs/performance.md claims. */
@NullMarked
package sluice.local.bench;

import org.jspecify.annotations.NullMarked;
