package sluice.local.bench;

import sluice.plan.Source;

/** A table that the function is measured on. */
interface MeasuredTable {

  Source.Kind kind();

  /** The table's name, as an extract has it. */
  String table();

  String jdbcUrl();
}
