/** The extract-database function. */
@NullMarked
package sluice.functions.extract.database;

import org.jspecify.annotations.NullMarked;
