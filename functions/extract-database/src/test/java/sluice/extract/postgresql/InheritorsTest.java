package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.database.Extracting;
import sluice.extract.database.SourceColumn;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.ReadSettings.Columns;
import sluice.schema.Column.Mode;

/** Tables whose rows lie in others too, which inherit from them and may drop their NOT NULL. */
final class InheritorsTest {
  private static final int ROWS = 1_500;
  private static int databases;

  private String url = "";

  @BeforeEach
  void create() throws Exception {
    url = Databases.create("inheritors" + ++databases);
    Databases.execute(
        url,
        """
        CREATE TABLE visits (
          id bigint PRIMARY KEY, number bigint NOT NULL,
          at timestamptz NOT NULL DEFAULT now() - interval '1 h', filler text)
        """,
        "CREATE SCHEMA archive",
        "CREATE TABLE archive.visits () INHERITS (visits)",
        "CREATE TABLE archive.\"Visits of 2024\" () INHERITS (archive.visits)");
    fill("visits", 1);
    fill("archive.\"Visits of 2024\"", 2);
  }

  @Test
  void readsThemByTheirKeyOverSeveralCalls() throws Exception {
    Extracting visits = snapshot(List.of());
    visits.hurry(9, 300);
    int calls = visits.extractInCalls(call -> {});

    assertThat(calls).isGreaterThan(2);
    assertThat(visits.ids()).isEqualTo(all());
  }

  @Test
  void refusesAKeyThatOneOfThemMayHoldNoValueOf() throws Exception {
    dropNotNull("id");
    Databases.execute(url, "INSERT INTO archive.\"Visits of 2024\" (number) VALUES (0)");
    Extracting visits = snapshot(List.of());
    visits.hurry(9, 300);

    assertThatThrownBy(visits::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Reading public.visits takes longer than one call, and its key cannot be relied on to"
                + " read it by over several: archive.\"Visits of 2024\", which inherits from it, may"
                + " hold rows without id, and those are in no range of the key. Write ALTER TABLE"
                + " archive.\"Visits of 2024\" ALTER \"id\" SET NOT NULL, or name columns that are NOT"
                + " NULL as its `key`, or read less of it: incrementally, or with a `where`.");
    assertThat(visits.parts()).isZero();
  }

  @Test
  void takesThePipelinesKeyInItsStead() throws Exception {
    dropNotNull("id");
    Databases.execute(url, "INSERT INTO archive.\"Visits of 2024\" (number) VALUES (0)");
    Extracting visits = snapshot(List.of("number"));
    visits.hurry(9, 300);
    int calls = visits.extractInCalls(call -> {});

    assertThat(calls).isGreaterThan(2);
    assertThat(visits.rows()).hasSize(2 * ROWS + 1);
    assertThat(visits.rows()).filteredOn(row -> row.get("id") == null).hasSize(1);
  }

  @Test
  void landsRowsWithoutAKey() throws Exception {
    dropNotNull("id");
    Databases.execute(url, "INSERT INTO archive.\"Visits of 2024\" (number) VALUES (0)");
    Extracting visits = snapshot(List.of());
    visits.extract();

    assertThat(visits.last().rows()).isEqualTo(2 * ROWS + 1);
    assertThat(visits.rows().stream().map(row -> row.get("id")).filter(Objects::isNull)).hasSize(1);
  }

  @Test
  void refusesRowsWithoutACursor() throws Exception {
    dropNotNull("at");
    Databases.execute(url, "UPDATE archive.\"Visits of 2024\" SET at = NULL WHERE id % 3 = 0");
    Extracting visits = Databases.incremental(url, "visits", "at");

    assertThatThrownBy(visits::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith(ROWS / 3 + " rows of public.visits have no at,");
  }

  @Test
  void refusesToReconcileByAKeyThatARowLacks() throws Exception {
    dropNotNull("id");
    Extracting visits =
        extracting(
            new ReadMode.Incremental("at", Duration.ZERO),
            Optional.of(Duration.ofHours(1)),
            List.of("id"));
    visits.extract();
    Databases.execute(
        url, "INSERT INTO archive.\"Visits of 2024\" (number, at) VALUES (0, '2020-01-01')");
    visits.load(List.of(List.of("1"), List.of("9999")));

    assertThatThrownBy(visits::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "A row of public.visits has no id, and `reconcile` tells by it which rows are gone. Fill"
                + " it and make the column NOT NULL, or leave such rows out knowingly with `where: id"
                + " IS NOT NULL`.");
  }

  @Test
  void namesWhoMayHoldNoValue() throws Exception {
    dropNotNull("id");
    try (PostgresDatabase source = Databases.open(url)) {
      SourceColumn id = source.table("visits").column("id").orElseThrow();
      SourceColumn number = source.table("visits").column("number").orElseThrow();

      assertThat(id.mode()).isEqualTo(Mode.NULLABLE);
      assertThat(id.nullableIn()).contains("archive.\"Visits of 2024\"");
      assertThat(number.mode()).isEqualTo(Mode.REQUIRED);
      assertThat(number.nullableIn()).isEmpty();
      assertThat(source.table("archive.visits").column("at").orElseThrow().mode())
          .isEqualTo(Mode.REQUIRED);
    }
  }

  private void fill(String table, int from) throws SQLException {
    Databases.execute(
        url,
        "INSERT INTO %s SELECT i, i, now() - interval '1 h', repeat('x', 3600) FROM generate_series(%d, %d, 2) i"
            .formatted(table, from, 2 * ROWS));
  }

  private void dropNotNull(String column) throws SQLException {
    Databases.execute(
        url, "ALTER TABLE archive.\"Visits of 2024\" ALTER %s DROP NOT NULL".formatted(column));
  }

  private Extracting snapshot(List<String> key) {
    return extracting(new ReadMode.Snapshot(), Optional.empty(), key);
  }

  private Extracting extracting(ReadMode mode, Optional<Duration> reconcile, List<String> key) {
    ReadSettings settings =
        new ReadSettings(
            Columns.ALL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            reconcile,
            key);
    return Databases.extracting(() -> Databases.open(url), "visits", mode, settings);
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, 2 * ROWS).boxed().toList();
  }
}
