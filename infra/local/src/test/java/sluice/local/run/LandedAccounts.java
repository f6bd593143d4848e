package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import sluice.extract.Commit;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.ReadMode;
import sluice.store.ObjectStore;

/** The accounts that commits hold, as Avro's own library reads them; looks each commit over. */
final class LandedAccounts {

  private final ObjectStore store;
  private final LandingTable table;
  private final boolean whole;

  /** By id: the newest version of all commits. */
  private long[] amounts = {};

  private long[] changes = {};
  private long[] stamps = {};
  private Optional<String> watermark = Optional.empty();
  private int highest;
  private long versions;

  LandedAccounts(ObjectStore store, LandingTable table, ReadMode mode) {
    this.store = store;
    this.table = table;
    this.whole = mode instanceof ReadMode.Snapshot;
  }

  /** The rows of all commits so far. */
  long versions() {
    return versions;
  }

  /**
   * Looks at the next commit.
   *
   * @param sum of the amounts at any moment
   */
  void check(Commit commit, long sum) throws IOException {
    BitSet seen = new BitSet();
    long[] partners = new long[amounts.length + 1];
    long rows = 0;
    for (Commit.Part part : commit.parts()) {
      assertThat(part.name())
          .as("whose parts are committed")
          .startsWith(LandingPaths.parts(table, commit.slot(), commit.call()));
      long before = rows;
      try (DataFileStream<GenericRecord> records = open(part)) {
        for (GenericRecord row = null; records.hasNext(); rows++) {
          row = records.next(row);
          int id = Math.toIntExact((Long) row.get("id"));
          partners = grown(partners, id);
          partners[id] = (Long) row.get("partner");
          require(!seen.get(id), "is in one commit twice", id);
          seen.set(id);
          take(id, row);
        }
      }
      assertThat(rows - before).as("rows of " + part.name()).isEqualTo(part.rows());
    }
    assertThat(rows).as("rows of commit %d", commit.sequence()).isEqualTo(commit.rows());
    versions += rows;
    checkMoment(seen, partners);
    if (whole) {
      checkWhole(seen, sum);
    } else {
      checkRange(commit, seen);
    }
    watermark = commit.watermark();
  }

  private DataFileStream<GenericRecord> open(Commit.Part part) throws IOException {
    ObjectStore.Entry entry = store.find(part.name()).orElseThrow();
    assertThat(entry.size()).as("bytes of " + part.name()).isEqualTo(part.bytes());
    InputStream in = store.open(entry.name(), entry.generation(), 0).orElseThrow();
    return new DataFileStream<>(in, new GenericDatumReader<>());
  }

  private void take(int id, GenericRecord row) {
    highest = Math.max(highest, id);
    amounts = grown(amounts, id);
    changes = grown(changes, id);
    stamps = grown(stamps, id);
    long stamp = (Long) row.get("updated_at");
    if (!whole) {
      require(stamp > stamps[id], "has landed before", id);
    }
    amounts[id] = (Long) row.get("amount");
    changes[id] = (Long) row.get("change");
    stamps[id] = stamp;
  }

  /** Who took part in a change with another that is there too, is not behind it. */
  private void checkMoment(BitSet seen, long[] partners) {
    for (int id = seen.nextSetBit(0); id >= 0; id = seen.nextSetBit(id + 1)) {
      int partner = (int) partners[id];
      if (seen.get(partner)) {
        require(changes[partner] >= changes[id], "is from before a change that is there", partner);
      }
    }
  }

  private void checkWhole(BitSet seen, long sum) {
    assertThat(seen.nextClearBit(1)).as("no account is left out").isEqualTo(seen.cardinality() + 1);
    assertThat(Arrays.stream(amounts).sum()).as("sum of one moment").isEqualTo(sum);
  }

  /** Rows are between the watermark before and the commit's own. */
  private void checkRange(Commit commit, BitSet seen) {
    long from = watermark.map(LandedAccounts::micros).orElse(Long.MIN_VALUE);
    long to = micros(commit.watermark().orElseThrow());
    assertThat(to).as("the watermark").isGreaterThanOrEqualTo(from);
    for (int id = seen.nextSetBit(0); id >= 0; id = seen.nextSetBit(id + 1)) {
      require(stamps[id] > from && stamps[id] <= to, "is not between the watermarks", id);
    }
  }

  private static long micros(String watermark) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(watermark));
  }

  /** The newest versions are the source's rows, each one of them. */
  void checkSame(Accounts source) throws SQLException {
    int rows =
        source.each(
            (id, amount, change, stamp) ->
                require(
                    amounts[id] == amount && changes[id] == change && stamps[id] == stamp,
                    "is not the source's newest version",
                    id));
    assertThat(highest).as("accounts").isEqualTo(rows);
  }

  private static void require(boolean holds, String otherwise, int id) {
    if (!holds) {
      throw new AssertionError("account %d %s".formatted(id, otherwise));
    }
  }

  private static long[] grown(long[] values, int index) {
    return index < values.length ? values : Arrays.copyOf(values, index + 1 + (values.length >> 2));
  }
}
