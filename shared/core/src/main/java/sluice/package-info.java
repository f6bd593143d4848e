/** What every package of Sluice shares: the two ways in which a step ends badly. */
@NullMarked
package sluice;

import org.jspecify.annotations.NullMarked;
