/** The pipeline compiler: a folder of YAML and SQL becomes one plan, or a list of problems. */
@NullMarked
package sluice.sql.pipeline;

import org.jspecify.annotations.NullMarked;
