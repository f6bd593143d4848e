/** PostgreSQL: rows by binary COPY, several ranges of blocks at once, in one moment. */
@NullMarked
package sluice.extract.postgresql;

import org.jspecify.annotations.NullMarked;
