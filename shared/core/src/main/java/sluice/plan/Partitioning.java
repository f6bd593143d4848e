package sluice.plan;

/** How a table is cut: by the time in one of its columns. */
public record Partitioning(String column, Granularity granularity) {

  /** One partition holds this much time. */
  public enum Granularity {
    HOUR,
    DAY,
    MONTH,
    YEAR
  }
}
