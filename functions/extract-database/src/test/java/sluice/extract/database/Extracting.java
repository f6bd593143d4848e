package sluice.extract.database;

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
import sluice.extract.TimeOverException;
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
public final class Extracting {
  public static final String SECRET = "a key of sixteen or more letters";

  private static final String SHOP = "shop";

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

  /**
   * @param from the table's name in the source
   */
  public Extracting(
      Source.Kind kind,
      Supplier<Database> databases,
      String from,
      ReadMode mode,
      ReadSettings settings) {
    Source source = new Source(SHOP, kind, Optional.of("SHOP"), Optional.empty());
    this.table =
        new LandingTable(
            new TableId("lake", from.substring(from.indexOf('.') + 1)),
            SHOP,
            new Origin.Extracted(from, mode, settings),
            WriteMode.APPEND,
            List.of(),
            Layout.PLAIN,
            About.NOTHING,
            Optional.empty());
    Plans plans = new Plans(store);
    plans.publish(new Plan("test", "US", List.of(source), List.of(this.table), List.of()));
    InstantSource now = () -> clock.instant();
    SourceReader.Opener opener =
        any ->
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

  /** Whatever waits, does that instead. */
  public void whilePausing(Consumer<Duration> action) {
    whilePausing = action;
  }

  /**
   * Gives calls too little time: each look at the clock takes a second, but for the first ones, so
   * that the first read has about all of its call.
   *
   * @param seconds that a call has
   * @param rows of a range of keys
   */
  public void hurry(int seconds, long rows) {
    AtomicLong ticks = new AtomicLong();
    clock = () -> Instant.EPOCH.plusSeconds(Math.max(0, ticks.incrementAndGet() - 8));
    time = Duration.ofSeconds(seconds);
    rowsOfRange = rows;
  }

  /** The next slot, an hour after the one before. */
  public void extract() {
    slots++;
    extractAgain();
  }

  private void extractAgain() {
    extracts.extract(SHOP, Instant.EPOCH.plus(Duration.ofHours(slots)), time);
  }

  /** What happens to the source between two calls. */
  public interface Meanwhile {
    void happen(int calls) throws Exception;
  }

  /** Calls until the first slot is committed; how many calls that took. */
  public int extractInCalls(Meanwhile meanwhile) throws Exception {
    slots++;
    int count = 0;
    while (commits().isEmpty()) {
      count++;
      if (count > 30) {
        throw new AssertionError("it never ends");
      }
      try {
        extractAgain();
      } catch (TimeOverException continued) {
        meanwhile.happen(count);
      }
    }
    return count;
  }

  public void backfill(String from, String to, String request) {
    backfills.backfill(new Backfills.Wanted(SHOP, table.id().table(), from, to, request));
  }

  /** What the table is taken to hold. */
  public void load(List<List<String>> keys) {
    loaded.clear();
    loaded.addAll(keys);
  }

  private Iterator<List<String>> loaded(LandingTable of, List<String> key) {
    return loaded.iterator();
  }

  public List<Commit> commits() {
    return new Commits(store).after(table, 0);
  }

  public Commit last() {
    List<Commit> all = commits();
    return all.get(all.size() - 1);
  }

  /** Rows of all commits, in the order of commits. */
  public List<GenericRecord> rows() {
    return commits().stream().flatMap(commit -> rows(commit).stream()).toList();
  }

  public List<GenericRecord> rows(Commit commit) {
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
  public int parts() {
    return store.list("landing/_parts/", Optional.empty()).size();
  }

  public List<Long> ids() {
    return rows().stream().map(row -> (Long) row.get("id")).sorted().toList();
  }
}
