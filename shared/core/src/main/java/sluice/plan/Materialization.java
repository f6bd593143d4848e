package sluice.plan;

/** What a transform leaves in the warehouse. */
public enum Materialization {
  TABLE,
  VIEW
}
