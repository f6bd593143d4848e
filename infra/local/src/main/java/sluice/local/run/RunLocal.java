package sluice.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import sluice.RejectedException;
import sluice.company.PaymentExports;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.LocalCloud;
import sluice.local.logging.LogStore;
import sluice.local.run.Terminal.Tone;
import sluice.local.s3.LocalS3;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.sql.pipeline.Compilation;
import sluice.sql.pipeline.PipelineCompiler;
import sluice.store.ObjectStore;
import sluice.tend.Statuses;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the main job on one machine, and stays up for more. */
public final class RunLocal {

  private static final String PROJECT = "sluice-local";
  private static final String BUCKET = "sluice-local-data";

  private final RunOptions options;
  private final Terminal terminal;
  private final Progress progress;

  private RunLocal(RunOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
    this.progress = new Progress(terminal);
  }

  /** {@code deploy.sh local}; the first argument is the repository's folder. */
  public static void main(String[] arguments) {
    Terminal terminal = new Terminal(System.out, Boolean.getBoolean("sluice.colour"));
    int status;
    try {
      List<String> all = List.of(arguments);
      Path repository = Path.of(all.get(0)).toAbsolutePath().normalize();
      RunOptions options = RunOptions.parse(all.subList(1, all.size()), repository);
      status = new RunLocal(options, terminal).run();
    } catch (RejectedException e) {
      terminal.line(Tone.BAD, String.valueOf(e.getMessage()));
      status = 2;
    }
    System.exit(status);
  }

  private int run() {
    Instant begun = Instant.now();
    terminal.line(Tone.BOLD, "\nSluice on this machine\n");
    Plan plan = compile();
    try (PostgresServer postgres = PostgresServer.start(options.directory().resolve("postgres"));
        LocalCloud cloud =
            LocalCloud.start(
                PROJECT,
                options.directory().resolve("cloud"),
                options.port(),
                InstantSource.system());
        LocalS3 s3 =
            LocalS3.start(
                options.directory().resolve("s3"), options.port() == 0 ? 0 : options.port() + 2);
        LogStore.Following following = cloud.follow(progress::show)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(cloud, s3, postgres)));
      Company company =
          Company.on(
              postgres.server(),
              options.orders(),
              took ->
                  said(
                      "company",
                      "%s orders and all that goes with them, made in %s"
                          .formatted(Terminal.count(options.orders()), Terminal.time(took))));
      return run(plan, cloud, s3, company, begun);
    }
  }

  private int run(Plan plan, LocalCloud cloud, LocalS3 s3, Company company, Instant begun) {
    Settings settings = settings(plan, cloud);
    Map<String, String> secrets = new TreeMap<>(company.secrets());
    secrets.putAll(s3.environment());
    Deployment deployment = new Deployment(cloud, settings, options.repository(), secrets);
    String hash = deployment.deploy(plan);
    said("cloud", cloud.address());
    said("s3", s3.address().toString());
    said("functions", Terminal.commas(Deployment.FUNCTIONS));
    said(
        "plan",
        "%d landing tables, %d transforms (%s)"
            .formatted(plan.landingTables().size(), plan.transforms().size(), hash));
    terminal.plain("");
    ObjectStore store = new GcsObjectStore(Clients.storage(settings), settings.bucket());
    once("objects-handed-over", () -> handOver(company, s3));
    Instant slot = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (Source source : plan.sources()) {
      if (source.schedule().isPresent()) {
        deployment.run(deployment.extractJob(source));
      }
    }
    once("files-dropped", () -> dropFiles(company, cloud));
    Statuses statuses = new Statuses(new Plans(store), store, InstantSource.system());
    List<String> problems = new FirstPass(plan, store, statuses, progress).await(slot);
    if (problems.isEmpty()) {
      new Marts(Clients.bigQuery(settings), terminal).show(plan);
      Duration took = Duration.between(begun, Instant.now());
      terminal.line(
          Tone.GOOD,
          "\n%d tables are up to date, %s after the start."
              .formatted(
                  plan.landingTables().size() + plan.transforms().size(), Terminal.time(took)));
    } else {
      problems.forEach(problem -> terminal.line(Tone.BAD, problem));
    }
    if (options.once()) {
      return problems.isEmpty() ? 0 : 1;
    }
    new Hints(terminal, settings, cloud, s3, company.secrets()).show();
    stayUp();
    return 0;
  }

  private Plan compile() {
    Path folder = options.repository().resolve("infra/pipelines/company");
    Compilation compilation = PipelineCompiler.compile(folder);
    compilation.problems().forEach(problem -> terminal.line(Tone.BAD, problem.toString()));
    return compilation
        .plan()
        .orElseThrow(
            () ->
                new RejectedException(
                    "The pipeline in %s has %d problems. Mend them; each says how."
                        .formatted(folder, compilation.problems().size())));
  }

  private Settings settings(Plan plan, LocalCloud cloud) {
    return new Settings(
        PROJECT,
        BUCKET,
        plan.location(),
        Optional.of(cloud.address()),
        Optional.of(cloud.address()));
  }

  /** Plain HTTP uploads, as a partner makes them. */
  private static void dropFiles(Company company, LocalCloud cloud) {
    Rest rest = new Rest(cloud.address());
    for (Company.File file : company.files()) {
      String name = URLEncoder.encode(file.object(), StandardCharsets.UTF_8);
      rest.call(
          "POST",
          "/upload/storage/v1/b/%s/o?uploadType=media&name=%s".formatted(BUCKET, name),
          "text/csv",
          file.text().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The payment service's export, by a client of AWS. */
  private static void handOver(Company company, LocalS3 s3) {
    try (S3Client owner = s3.owner()) {
      boolean there =
          owner.listBuckets().buckets().stream()
              .anyMatch(bucket -> bucket.name().equals(PaymentExports.BUCKET));
      if (!there) {
        owner.createBucket(bucket -> bucket.bucket(PaymentExports.BUCKET));
      }
      company
          .handedOver()
          .forEach(
              (key, content) ->
                  owner.putObject(
                      object -> object.bucket(PaymentExports.BUCKET).key(key),
                      RequestBody.fromBytes(content)));
    }
  }

  /** Once, however often the company runs. */
  private void once(String what, Runnable work) {
    Path mark = options.directory().resolve(what);
    if (Files.exists(mark)) {
      return;
    }
    work.run();
    try {
      Files.createFile(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void said(String what, String text) {
    terminal.plain("  %-10s %s".formatted(what, text));
  }

  private static void stayUp() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(LocalCloud cloud, LocalS3 s3, PostgresServer postgres) {
    cloud.close();
    s3.close();
    postgres.close();
  }
}
