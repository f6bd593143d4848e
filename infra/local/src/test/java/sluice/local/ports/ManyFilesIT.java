package sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.load.Crew;
import sluice.load.LoadReconciler;
import sluice.load.LoadStages;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plans;
import sluice.plan.WriteMode;
import sluice.status.TableStatus;
import sluice.store.ObjectStore;
import sluice.testing.PlanBuilder;
import sluice.testing.Rows;

/**
 * Many small files into one table, with Google's clients over the local cloud: 1,000, or as many as
 * {@code -Dsluice.files} says, which {@code infra/bin/many-files} does.
 */
final class ManyFilesIT {

  private static final Logger log = LoggerFactory.getLogger(ManyFilesIT.class);

  private static final int FILES = Integer.getInteger("sluice.files", 1_000);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_JOBS = 20;
  private static final LandingTable ORDERS = PlanBuilder.dropped("lake.orders", WriteMode.APPEND);

  @TempDir private Path folder;
  private CloudPorts ports;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  @BeforeEach
  void start() throws InterruptedException {
    ports = new CloudPorts(folder);
    ports.warmUp();
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdown();
    ports.close();
  }

  @Test
  void loadsAllRowsOnceInFewJobs() throws InterruptedException {
    Crew crew = Crew.of(threads);
    ObjectStore store = ports.store();
    Plans plans = new Plans(store);
    plans.publish(new PlanBuilder().with(ORDERS).build());
    List<Integer> all = IntStream.range(0, FILES).boxed().toList();
    crew.each(
        all,
        i ->
            store.create(
                LandingPaths.files(ORDERS) + "2026/f%05d.json".formatted(i),
                Rows.ofIds("a" + i, "b" + i)));

    LoadReconciler loads =
        new LoadReconciler(plans, store, ports.warehouse(), InstantSource.system(), crew);
    long heap = heap();
    long began = System.nanoTime();
    List<String> jobs = loadedBy(loads);
    double seconds = (System.nanoTime() - began) / 1e9;
    long more = (heap() - heap) >> 20;

    log.info("{} files in {} s, {} jobs, {} MB more heap", FILES, seconds, jobs.size(), more);
    assertThat(count("SELECT COUNT(*) FROM lake.orders")).isEqualTo(2L * FILES);
    assertThat(count("SELECT COUNT(DISTINCT id) FROM lake.orders")).isEqualTo(2L * FILES);
    assertThat(jobs).hasSizeBetween(1, MOST_JOBS);
    assertThat(store.list(LandingPaths.archive(ORDERS), Optional.empty())).hasSize(FILES);
    assertThat(more).as("MB of heap that are kept").isLessThan(64);
  }

  /** Wakes the table until nothing waits; the jobs that were made. */
  private List<String> loadedBy(LoadReconciler loads) {
    List<String> jobs = new ArrayList<>();
    LoadStages stages = new LoadStages(ports.store());
    while (stages.status(ORDERS).stage() != TableStatus.Stage.CURRENT) {
      loads.reconcile(ORDERS.id());
      for (String job : ports.jobs("sluice_load_")) {
        if (!jobs.contains(job)) {
          jobs.add(job);
        }
        ports.await(job, LONGEST);
      }
    }
    return jobs;
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private long count(String sql) throws InterruptedException {
    FieldValueList row =
        ports.bigQuery().query(QueryJobConfiguration.of(sql)).getValues().iterator().next();
    return row.get(0).getLongValue();
  }
}
