/** Where every table of a pipeline stands, for people to read. */
@NullMarked
package sluice.status;

import org.jspecify.annotations.NullMarked;
