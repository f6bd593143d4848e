/** Stub. */
@NullMarked
package sluice.sql;

import org.jspecify.annotations.NullMarked;
