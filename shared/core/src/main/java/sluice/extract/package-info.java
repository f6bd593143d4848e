/** Extracting: slots, commits and watermarks. */
@NullMarked
package sluice.extract;

import org.jspecify.annotations.NullMarked;
