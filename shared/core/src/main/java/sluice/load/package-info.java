/** Loading: from landed objects to the rows of a table, each exactly once. */
@NullMarked
package sluice.load;

import org.jspecify.annotations.NullMarked;
