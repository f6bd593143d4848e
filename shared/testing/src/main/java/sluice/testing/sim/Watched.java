package sluice.testing.sim;

/** A table with a promise of its own: looked at after each job, and checked at the end. */
interface Watched {

  /** What people see who read the table all the time. */
  void look();

  /** What must hold once everything has settled. */
  void check();
}
