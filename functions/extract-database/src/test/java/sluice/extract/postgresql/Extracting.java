package sluice.extract.postgresql;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import sluice.extract.Backfills;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.extract.Extracts;
import sluice.extract.SourceReader;
import sluice.extract.database.Database;
import sluice.extract.database.DatabaseReader;
import sluice.extract.database.Pseudonyms;
import sluice.plan.About;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.testing.InMemoryObjectStore;

/** Extracts of one table of a database into a bucket in memory, slot after slot. */
final class Extracting {
  static final String SECRET = "a key of sixteen or more letters";

  private static final Source SHOP =
      new Source("shop", Source.Kind.POSTGRESQL, Optional.of("SHOP"), Optional.empty());

  private final InMemoryObjectStore store = new InMemoryObjectStore(InstantSource.system());
  private final LandingTable table;
  private final Extracts extracts;
  private final Backfills backfills;
  private final List<List<String>> loaded = new ArrayList<>();
  private Consumer<Duration> whilePausing = pause -> {};
  private InstantSource clock = InstantSource.system();
  private Duration time = Extracts.CALL;
  private long rowsOfRange = 1_000_000;
  private int calls;
  private long slots;

  Extracting(Supplier<Database> databases, String table, ReadMode mode, ReadSettings settings) {
    this.table =
        new LandingTable(
            new TableId("lake", table),
            SHOP.name(),
            new Origin.Extracted("public." + table, mode, settings),
            WriteMode.APPEND,
            List.of(),
            Layout.PLAIN,
            About.NOTHING,
            Optional.empty());
    Plans plans = new Plans(store);
    plans.publish(new Plan("test", "US", List.of(SHOP), List.of(this.table), List.of()));
    InstantSource now = () -> clock.instant();
    SourceReader.Opener opener =
        source ->
            new DatabaseReader(
                databases.get(),
                now,
                Optional.of(new Pseudonyms(SECRET)),
                pause -> whilePausing.accept(pause),
                rowsOfRange);
    Supplier<String> ids = () -> "call" + ++calls;
    this.extracts = new Extracts(plans, store, opener, this::loaded, now, ids);
    this.backfills = new Backfills(plans, store, opener, now, ids);
  }

  static Extracting incremental(String url, String table, String cursor) {
    return new Extracting(
        () -> Databases.open(url),
        table,
        new ReadMode.Incremental(cursor, Duration.ZERO),
        ReadSettings.PLAIN);
  }

  /** Whatever waits, does that instead. */
  void whilePausing(Consumer<Duration> action) {
    whilePausing = action;
  }

  /**
   * Gives calls too little time: each look at the clock takes a second.
   *
   * @param seconds that a call has
   * @param rows of a range of keys
   */
  void hurry(int seconds, long rows) {
    AtomicLong ticks = new AtomicLong();
    clock = () -> Instant.EPOCH.plusSeconds(ticks.incrementAndGet());
    time = Duration.ofSeconds(seconds);
    rowsOfRange = rows;
  }

  /** The next slot, an hour after the one before. */
  void extract() {
    slots++;
    extractAgain();
  }

  /** The same slot as before. */
  void extractAgain() {
    extracts.extract(SHOP.name(), Instant.EPOCH.plus(Duration.ofHours(slots)), time);
  }

  void backfill(String from, String to, String request) {
    backfills.backfill(new Backfills.Wanted(SHOP.name(), table.id().table(), from, to, request));
  }

  /** What the table is taken to hold. */
  void load(List<List<String>> keys) {
    loaded.clear();
    loaded.addAll(keys);
  }

  private Iterator<List<String>> loaded(LandingTable of, List<String> key) {
    return loaded.iterator();
  }

  List<Commit> commits() {
    return new Commits(store).after(table, 0);
  }

  Commit last() {
    List<Commit> all = commits();
    return all.get(all.size() - 1);
  }

  /** Rows of all commits, in the order of commits. */
  List<GenericRecord> rows() {
    return commits().stream().flatMap(commit -> rows(commit).stream()).toList();
  }

  List<GenericRecord> rows(Commit commit) {
    List<GenericRecord> rows = new ArrayList<>();
    for (Commit.Part part : commit.parts()) {
      byte[] bytes = store.bytes(part.name()).orElseThrow();
      try (DataFileReader<GenericRecord> reader =
          new DataFileReader<>(new SeekableByteArrayInput(bytes), new GenericDatumReader<>())) {
        reader.forEach(rows::add);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return rows;
  }

  /** How many parts lie in the bucket. */
  int parts() {
    return store.list("landing/_parts/", Optional.empty()).size();
  }

  List<Long> ids() {
    return rows().stream().map(row -> (Long) row.get("id")).sorted().toList();
  }
}
