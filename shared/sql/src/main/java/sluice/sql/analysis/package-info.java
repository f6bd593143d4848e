/** GoogleSQL read by Google's own analyzer: table references, types and column lineage. */
@NullMarked
package sluice.sql.analysis;

import org.jspecify.annotations.NullMarked;
