package sluice.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.load.Quarantine;
import sluice.load.Reason;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.testing.PlanBuilder;

/** A thousand files, seven of them bad in four ways: the others load, in a few jobs. */
final class ThousandFilesIT {

  private static final LandingTable SALES =
      PlanBuilder.dropped(
          "lake.sales",
          WriteMode.APPEND,
          new Format.Csv(",", 1, ""),
          List.of(
              Column.of("id", ColumnType.INT64).as(Column.Mode.REQUIRED),
              Column.of("shop", ColumnType.STRING),
              Column.of("amount", ColumnType.INT64)));

  @TempDir Path folder;

  @Test
  void loadsTheGoodOnesAndSaysOfEachBadOneWhatIsWrong() {
    try (Loading loading = new Loading(folder, new PlanBuilder().with(SALES).build())) {
      long start = System.nanoTime();
      IntStream.range(0, 1_000)
          .parallel()
          .forEach(file -> loading.land(SALES, name(file), content(file)));
      long landed = System.nanoTime();

      loading.load(SALES);

      System.out.printf(
          "1,000 files, 7 of them bad: landed in %d ms, loaded in %d ms by %d jobs%n",
          (landed - start) / 1_000_000,
          (System.nanoTime() - landed) / 1_000_000,
          loading.jobs().size());
      assertThat(loading.query("SELECT COUNT(*) FROM lake.sales")).containsExactly("3972");
      assertThat(loading.query("SELECT COUNT(DISTINCT id) FROM lake.sales"))
          .containsExactly("3972");
      assertThat(loading.names(LandingPaths.archive(SALES))).hasSize(993);
      assertThat(loading.names("landing/")).isEmpty();
      // One job names both files with a wrong type, one loads the rest, one the zipped ones.
      assertThat(loading.jobs()).hasSizeBetween(2, 3);
      assertThat(new Quarantine(loading.store).list(SALES))
          .extracting(kept -> kept.path() + ": " + kept.reason().map(Reason::problem).orElse(""))
          .containsExactlyInAnyOrder(
              "100.csv.gz: The gzip file is damaged or cut off behind line 4.",
              "200.csv.gz: The gzip file is damaged or cut off behind line 4.",
              "301.csv: Line 8123 has no INT64 in column amount.",
              "401.csv: Line 8123 has no INT64 in column amount.",
              "501.csv: The header lacks shop, and has names, 1, which the table has not.",
              "601.csv: The header lacks id, shop, amount, and has names, 3, which the table has"
                  + " not.",
              "701.csv: Line 3 holds bytes that are not UTF-8: 0x8F.");
      assertThat(loading.status(SALES).quarantined()).isEqualTo(7);
      assertThat(new Quarantine(loading.store).list(SALES))
          .filteredOn(kept -> kept.path().equals("301.csv"))
          .singleElement()
          .satisfies(
              kept -> {
                Reason reason = kept.reason().orElseThrow();
                assertThat(reason.message().orElseThrow())
                    .startsWith("Error while reading data, error message: Unable to parse;")
                    .contains("line_number: 8123", "value: \"7 yen\"");
                assertThat(reason.line()).contains(8_123L);
                assertThat(reason.column()).contains("amount");
                assertThat(reason.text()).contains("7 yen");
              });
    }
  }

  private static String name(int file) {
    return file % 10 == 0 ? file + ".csv.gz" : file + ".csv";
  }

  private static byte[] content(int file) {
    return switch (file) {
      case 100, 200 -> {
        byte[] whole = zipped(rows(file, 4));
        yield Arrays.copyOf(whole, whole.length - 12);
      }
      case 301, 401 ->
          utf8(rows(file, 9_000).replace("\n8123," + file + ",7\n", "\n8123," + file + ",7 yen\n"));
      case 501 -> utf8(rows(file, 4).replace("shop", "store"));
      case 601 -> utf8(rows(file, 4).substring("id,shop,amount\n".length()));
      case 701 ->
          rows(file, 4)
              .replace(",701,", ",渋谷,")
              .replaceFirst("渋谷", "Tokyo")
              .getBytes(Charset.forName("Shift_JIS"));
      default -> file % 10 == 0 ? zipped(rows(file, 4)) : utf8(rows(file, 4));
    };
  }

  /** Ids of one file's rows are its own, but for those of the long files. */
  private static String rows(int file, int count) {
    StringBuilder rows = new StringBuilder("id,shop,amount\n");
    for (int row = 1; row <= count; row++) {
      rows.append(count > 4 ? row + 1 : file * 10 + row).append(',').append(file).append(",7\n");
    }
    return rows.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(utf8(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
