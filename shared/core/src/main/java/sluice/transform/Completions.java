package sluice.transform;

import sluice.load.LoadReconciler;
import sluice.schema.TableId;

/** What the end of a job wakes: the table that the job was for, and then whoever reads it. */
public final class Completions {

  private final LoadReconciler loads;
  private final TransformReconciler transforms;

  public Completions(LoadReconciler loads, TransformReconciler transforms) {
    this.loads = loads;
    this.transforms = transforms;
  }

  /** Wakes a table, and its readers. */
  public void wake(TableId table) {
    loads.reconcile(table);
    transforms.reconcile(table);
    transforms.reconcileReadersOf(table);
  }
}
