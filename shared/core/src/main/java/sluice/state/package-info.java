/** What is remembered of each table between two looks at it. */
@NullMarked
package sluice.state;

import org.jspecify.annotations.NullMarked;
