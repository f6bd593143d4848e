/** The command {@code sluice}, for people and scripts. */
@NullMarked
package sluice.sql.cli;

import org.jspecify.annotations.NullMarked;
