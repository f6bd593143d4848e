/** Reads tables of a source database and writes their rows as Avro. */
@NullMarked
package sluice.extract.database;

import org.jspecify.annotations.NullMarked;
