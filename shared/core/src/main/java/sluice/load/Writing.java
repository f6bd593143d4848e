package sluice.load;

import java.util.Optional;
import sluice.plan.LandingTable;
import sluice.plan.MergeRule;
import sluice.plan.WriteMode;

/**
 * What a batch does to the rows that are there: noted when it is opened, so that a plan that
 * changes meanwhile changes nothing about it.
 *
 * @param merge for {@link WriteMode#MERGE}
 * @param partition for {@link WriteMode#REPLACE_PARTITION}, as BigQuery names it: {@code 20260131}
 */
public record Writing(WriteMode mode, Optional<MergeRule> merge, Optional<String> partition) {

  /** As a table's plan says. */
  static Writing of(LandingTable table) {
    return new Writing(table.writeMode(), table.merge(), Optional.empty());
  }

  /** The same, into that partition. */
  Writing into(String other) {
    return new Writing(mode, merge, Optional.of(other));
  }
}
