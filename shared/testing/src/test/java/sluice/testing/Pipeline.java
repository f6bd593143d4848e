package sluice.testing;

import java.util.List;
import sluice.load.LoadReconciler;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.routing.Router;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.state.TableStates;
import sluice.tend.Sweep;
import sluice.transform.Completions;
import sluice.transform.TransformReconciler;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;

/** A published plan over in-memory ports, for tests that tell a story. */
final class Pipeline {
  final ManualClock clock = ManualClock.atNoon();
  final InMemoryObjectStore store = new InMemoryObjectStore(clock);
  final InMemoryWarehouse warehouse = new InMemoryWarehouse(store, new SmallSql(), clock);
  final Plans plans = new Plans(store);
  final LoadReconciler loads = new LoadReconciler(plans, store, warehouse, clock);
  final Router router = new Router(plans, store, clock);
  final TransformReconciler transforms = new TransformReconciler(plans, store, warehouse, clock);
  final Completions completions = new Completions(loads, transforms);
  final Sweep sweep = new Sweep(plans, loads, transforms, store, clock);

  Pipeline(Plan plan) {
    plans.publish(plan);
  }

  /** Puts a file under a table's landing prefix; nobody hears of it. */
  void land(LandingTable table, String path, String... ids) {
    store.put(LandingPaths.files(table) + path, Rows.ofIds(ids));
  }

  void landBad(LandingTable table, String path) {
    store.put(LandingPaths.files(table) + path, Rows.bad());
  }

  /** Puts a bad file that the job's error does not name. */
  void landBadUnnamed(LandingTable table, String path) {
    store.put(LandingPaths.files(table) + path, Rows.badUnnamed());
  }

  /** Runs every job, and delivers word of each, until nothing is under way. */
  void settle() {
    while (!warehouse.unfinished().isEmpty()) {
      end(warehouse.unfinished().get(0));
    }
  }

  /** Runs a job and delivers word of it. */
  void end(String jobId) {
    Job ended = warehouse.run(jobId);
    deliver(ended);
  }

  /** Delivers word of a job that has ended. */
  void deliver(Job job) {
    Labels.table(warehouse.request(job.id()).labels()).ifPresent(completions::wake);
  }

  List<String> ids(String table) {
    return warehouse.ids(TableId.parse(table));
  }

  TableState state(String table) {
    return new TableStates(store).read(TableId.parse(table)).state();
  }

  /** How many jobs of that step were submitted: {@code load}, {@code build} ... */
  long jobs(String step) {
    return warehouse.jobs().stream().filter(id -> id.startsWith("sluice_" + step)).count();
  }
}
