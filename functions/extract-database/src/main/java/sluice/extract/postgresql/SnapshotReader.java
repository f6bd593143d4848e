package sluice.extract.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.UnavailableException;
import sluice.avro.AvroSchema;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.Part;
import sluice.extract.database.PartSink;
import sluice.extract.database.PartWriter;
import sluice.extract.database.RowLayout;
import sluice.extract.database.TableRead;

/** Reads one moment of a table, on as many connections as there is work for. */
final class SnapshotReader {
  private final TableRead what;
  private final RowLayout layout;
  private final PartSink sink;
  private final AvroSchema schema;
  private final AtomicInteger numbers;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final SortedMap<String, Long> notes = new TreeMap<>();

  SnapshotReader(TableRead what, RowLayout layout, PartSink sink) {
    this.what = what;
    this.layout = layout;
    this.sink = sink;
    this.schema = layout.schema();
    this.numbers = new AtomicInteger(what.output().firstPart());
  }

  /**
   * Reads the stretches.
   *
   * @param lead the moment to read, which others join
   * @param others where further connections come from
   */
  ExtractResult read(Moment lead, Session.Address others, List<Stretch> stretches)
      throws SQLException, IOException {
    Queue<Stretch> queue = new ConcurrentLinkedQueue<>(stretches);
    int wanted = Math.min(what.output().parallelism(), stretches.size()) - 1;
    List<Part> parts = new ArrayList<>();
    try (Companions companions = Companions.join(lead, others, wanted)) {
      if (companions.missing() > 0) {
        notes.put("connections refused -> read on fewer", (long) companions.missing());
      }
      List<StretchWorker> workers = new ArrayList<>();
      workers.add(worker(lead, queue));
      companions.moments().forEach(moment -> workers.add(worker(moment, queue)));
      for (StretchWorker worker : run(workers)) {
        parts.addAll(worker.writer().parts());
        worker.decoder().report(notes);
      }
    }
    if (parts.isEmpty() && what.range().isEmpty() && what.keys().isEmpty()) {
      parts.add(emptyPart());
    }
    parts.sort(Comparator.comparingInt(Part::number));
    return new ExtractResult(parts, parts.stream().mapToLong(Part::rows).sum(), notes);
  }

  /** So that a load which replaces the table empties it. */
  private Part emptyPart() throws IOException {
    try (PartWriter writer = writer()) {
      writer.finishEmpty();
      return writer.parts().get(0);
    }
  }

  private PartWriter writer() {
    return new PartWriter(sink, numbers, schema, what.output().partBytes());
  }

  private StretchWorker worker(Moment moment, Queue<Stretch> queue) {
    return new StretchWorker(moment, what, layout, queue, stop, writer());
  }

  private List<StretchWorker> run(List<StretchWorker> workers) throws SQLException, IOException {
    if (workers.size() == 1) {
      return List.of(workers.get(0).call());
    }
    ExecutorService threads = Executors.newFixedThreadPool(workers.size());
    try {
      List<Future<StretchWorker>> running = new ArrayList<>();
      workers.forEach(worker -> running.add(threads.submit(worker)));
      return await(running);
    } finally {
      threads.shutdown();
    }
  }

  /** Waits for all, whether or not one fails, so that nothing uses a connection any more. */
  private List<StretchWorker> await(List<Future<StretchWorker>> running)
      throws SQLException, IOException {
    List<StretchWorker> done = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<StretchWorker> worker : running) {
      try {
        done.add(await(worker));
      } catch (ExecutionException failure) {
        failures.add(failure.getCause());
      }
    }
    rethrowFirst(failures);
    return done;
  }

  private StretchWorker await(Future<StretchWorker> worker) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return worker.get();
        } catch (InterruptedException interruption) {
          interrupted = true;
          stop.set(true);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The cause, rather than what it made the other workers do. */
  private void rethrowFirst(List<Throwable> failures) throws SQLException, IOException {
    Throwable first =
        failures.stream()
            .min(Comparator.comparing(CancellationException.class::isInstance))
            .orElse(null);
    if (first instanceof SQLException failure) {
      throw failure;
    }
    if (first instanceof IOException failure) {
      throw failure;
    }
    if (first instanceof CancellationException failure) {
      throw new UnavailableException(
          "Reading %s was interrupted. It is read again at the next call."
              .formatted(what.table().qualifiedName()),
          failure);
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
    if (first instanceof Error failure) {
      throw failure;
    }
  }
}
