package sluice.local.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.local.LocalCloud;
import sluice.local.bench.DeployedFunction.EntryPoint;
import sluice.local.s3.LocalS3;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.Handover;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/**
 * {@code infra/bin/bench objects}: takes over one large object, killed half-way, and many small
 * ones, some of which come meanwhile.
 */
final class ObjectsBench {

  private static final double MEGABYTE = 1e6;
  private static final Source SOURCE =
      new Source("bench", Source.Kind.S3, Optional.empty(), Optional.empty());
  private static final LandingTable LARGE = table("large");
  private static final LandingTable SMALL = table("small");

  private final DeployedFunction function;
  private final ForeignObjects owner;
  private final PrintStream out;

  private ObjectsBench(DeployedFunction function, ForeignObjects owner, PrintStream out) {
    this.function = function;
    this.owner = owner;
    this.out = out;
  }

  static void run(BenchOptions options, PrintStream out) throws IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(options.directory()), "cloud");
    try (LocalS3 s3 = LocalS3.start(folder.resolve("s3"), 0);
        ForeignObjects owner = new ForeignObjects(s3.owner());
        LocalCloud cloud =
            LocalCloud.start("sluice-bench", folder.resolve("cloud"), 0, InstantSource.system())) {
      DeployedFunction function =
          new DeployedFunction(
              cloud, options.repository(), EntryPoint.OBJECTS, options.heapMiB(), s3.environment());
      ObjectsBench bench = new ObjectsBench(function, owner, out);
      bench.large(options.megabytes(), options.heapMiB());
      bench.small(options.rows(), options.heapMiB());
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** One object, whose copying is killed half-way. */
  private void large(int megabytes, int heapMiB) {
    long bytes = owner.putLarge("large/orders.ndjson", megabytes);
    function.publish(SOURCE, List.of(LARGE));
    ProcessFigures killed = function.start();
    CompletableFuture<Integer> call = CompletableFuture.supplyAsync(this::take);
    while (stretches() < bytes / 2) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    double peak = killed.peakMiB();
    function.kill();
    boolean answered = call.handle((status, failure) -> failure == null && status == 200).join();
    long kept = stretches();
    ProcessFigures process = function.start();
    long began = System.nanoTime();
    function.call(body(), 200);
    double seconds = (System.nanoTime() - began) / 1e9;
    List<Commit> commits = new Commits(function.store()).after(LARGE, 0);
    if (answered || commits.size() != 1 || commits.get(0).bytes() != bytes) {
      throw new IllegalStateException("%d bytes did not become %s".formatted(bytes, commits));
    }
    out.printf(
        Locale.ROOT,
        "One object of %,.0f MB, heap %d MiB: killed when %,.0f MB were copied; the next call copied"
            + " the other %,.0f MB, %.1f s, %.0f MB/s; peak %.0f and %.0f MiB.%n",
        bytes / MEGABYTE,
        heapMiB,
        kept / MEGABYTE,
        (bytes - kept) / MEGABYTE,
        seconds,
        (bytes - kept) / MEGABYTE / seconds,
        peak,
        process.peakMiB());
    function.kill();
  }

  /** Many objects, a fifth of which come while the others are taken. */
  private void small(int count, int heapMiB) {
    int early = count - count / 5;
    owner.putSmall("small/", 0, early);
    function.publish(SOURCE, List.of(SMALL));
    ProcessFigures process = function.start();
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(() -> owner.putSmall("small/", early, count));
    long began = System.nanoTime();
    function.call(body(), 200);
    double seconds = (System.nanoTime() - began) / 1e9;
    int first = keys().size();
    late.join();
    function.call(body(), 200);
    function.call(body(), 200);
    if (keys().size() != count) {
      throw new IllegalStateException("%d of %d objects".formatted(keys().size(), count));
    }
    out.printf(
        Locale.ROOT,
        "%,d objects, of which %,d came meanwhile: %,d by the first call, %.1f s, %.0f a second;"
            + " each once in the end; heap %d MiB, peak %.0f MiB.%n",
        count,
        count - early,
        first,
        seconds,
        first / seconds,
        heapMiB,
        process.peakMiB());
  }

  /** The keys that commits name, each once. */
  private Set<String> keys() {
    Set<String> keys = new HashSet<>();
    for (Commit commit : new Commits(function.store()).after(SMALL, 0)) {
      for (Commit.Part part : commit.parts()) {
        String key = part.name().substring(part.name().lastIndexOf("small/"));
        if (!keys.add(key)) {
          throw new IllegalStateException(key + " was taken twice");
        }
      }
    }
    return keys;
  }

  private long stretches() {
    return function.store().list(LandingPaths.stretches(LARGE), Optional.empty()).stream()
        .mapToLong(ObjectStore.Entry::size)
        .sum();
  }

  private int take() {
    try {
      return function.call(body());
    } catch (RuntimeException e) {
      throw new CompletionException(e);
    }
  }

  private static String body() {
    return "{\"source\": \"bench\"}";
  }

  private static LandingTable table(String name) {
    Handover from =
        new Handover(
            ForeignObjects.BUCKET,
            "",
            "ap-northeast-1",
            Optional.empty(),
            Optional.empty(),
            Handover.Payer.OWNER,
            List.of(name + "/**"),
            List.of(),
            Optional.empty());
    return new LandingTable(
        new TableId("lake_bench", name),
        SOURCE.name(),
        new Origin.HandedOver(new Format.Ndjson(), from),
        WriteMode.APPEND,
        List.of(),
        Layout.PLAIN,
        About.NOTHING,
        Optional.empty());
  }
}
