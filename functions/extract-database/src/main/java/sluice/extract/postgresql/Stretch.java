package sluice.extract.postgresql;

import java.util.List;

/** What one statement reads of a table. */
sealed interface Stretch permits BlockRange, KeyStretch {

  /** What its rows are told by, in SQL; empty for all rows. */
  List<String> conditions();
}
