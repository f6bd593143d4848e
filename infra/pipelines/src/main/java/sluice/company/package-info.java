/** The example company: its databases and the rows in them, its partner's files, and its marts. */
@NullMarked
package sluice.company;

import org.jspecify.annotations.NullMarked;
