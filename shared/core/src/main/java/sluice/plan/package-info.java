/** The compiled pipeline: one value that says everything a function needs to know of it. */
@NullMarked
package sluice.plan;

import org.jspecify.annotations.NullMarked;
