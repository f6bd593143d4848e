package sluice.plan;

/**
 * An assertion about a table.
 *
 * @param name as people read it: {@code unique(order_id)}
 * @param failuresSql a GoogleSQL query of one row and one INT64: how many rows break it. It reads
 *     the staging table, {@link Transform#staging()}, written as {@code `dataset`.`table`}
 */
public record Check(String name, String failuresSql) {}
