package sluice.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.load.Quarantine;
import sluice.plan.Format;
import sluice.plan.Format.HeaderRow;
import sluice.plan.Format.ShortRows;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.sql.cli.SluiceCli;
import sluice.testing.PlanBuilder;

/** Files in all their forms, and the way into quarantine and out of it. */
final class FilesIT {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", ColumnType.INT64).as(Column.Mode.REQUIRED),
          Column.of("name", ColumnType.STRING),
          Column.of("amount", ColumnType.NUMERIC));

  /** How a file with the same three rows may be written. */
  enum Form {
    UTF_8("UTF-8"),
    SHIFT_JIS("Shift_JIS"),
    WINDOWS_31J("windows-31j"),
    EUC_JP("EUC-JP"),
    UTF_16("UTF-16"),
    UTF_16LE("UTF-16LE"),
    UTF_32BE("UTF-32BE");

    private final String encoding;

    Form(String encoding) {
      this.encoding = encoding;
    }

    LandingTable table() {
      return FilesIT.table(name().toLowerCase(Locale.ROOT), csv(",", encoding));
    }
  }

  private static final LandingTable TABS =
      table(
          "tabs",
          new Format.Csv(
              "\t",
              "'",
              2,
              HeaderRow.MATCHED,
              Map.of("id", "番号"),
              "-",
              ShortRows.FILLED,
              new Format.Text("windows-31j", 1)));
  private static final LandingTable JSON =
      table("json", new Format.Ndjson(new Format.Text("EUC-JP", 0)));
  private static final LandingTable ORC = table("orc", new Format.Orc());
  private static final LandingTable MENDED = table("mended", csv(",", "UTF-8"));

  @TempDir static Path folder;
  private static Loading loading;

  @BeforeAll
  static void start() {
    PlanBuilder plan = new PlanBuilder().with(TABS).with(JSON).with(ORC).with(MENDED);
    for (Form form : Form.values()) {
      plan.with(form.table());
    }
    loading = new Loading(folder, plan.build());
  }

  @AfterAll
  static void stop() {
    loading.close();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void loadFromEachEncodingZippedAndWithColumnsInAnyOrder(Form form) throws IOException {
    LandingTable table = form.table();
    String text = "id,name,amount\r\n1,渋谷,1.50\r\n2,\"横浜, \"\"西\"\"\",\r\n";
    loading.land(table, "plain.csv", text.getBytes(form.encoding));
    loading.land(table, "zipped.csv.gz", zipped(text.replace("1,", "3,").getBytes(form.encoding)));
    loading.land(table, "turned.csv", "amount,id,name\n7,4,\"新\n宿\"\n".getBytes(form.encoding));

    loading.load(table);

    assertThat(loading.names(LandingPaths.quarantine(table))).isEmpty();
    assertThat(rows(table))
        .contains("1 渋谷 1.5", "2 横浜, \"西\" NULL", "3 渋谷 1.5", "4 新\n宿 7")
        .hasSize(5);
    assertThat(loading.names("landing/")).noneMatch(name -> name.contains(table.landingName()));
    assertThat(loading.names(LandingPaths.archive(table))).hasSize(3);
  }

  @Test
  void loadsWhatDelimitersQuotesHeadersAndNullsAreSaidToBe() throws IOException {
    String text = "売上一覧\n番号\tname\tamount\n1\t'渋\t谷'\t-\n2\t髙島屋\nx\ty\t1\n";
    loading.land(TABS, "a.tsv", text.getBytes("windows-31j"));

    loading.load(TABS);

    assertThat(rows(TABS)).containsExactly("1 渋\t谷 NULL", "2 髙島屋 NULL");
    assertThat(loading.status(TABS).skippedRows()).isEqualTo(1);
  }

  @Test
  void loadsJsonInAnotherEncoding() throws IOException {
    loading.land(JSON, "a.json", "{\"id\": 1, \"name\": \"渋谷\"}\n".getBytes("EUC-JP"));

    loading.load(JSON);

    assertThat(rows(JSON)).containsExactly("1 渋谷 NULL");
  }

  @Test
  void saysByNameThatTheLocalCloudDoesNotReadOrc() {
    loading.land(ORC, "a.orc", "ORC".getBytes(StandardCharsets.US_ASCII));

    loading.wake(ORC);
    loading.awaitJobs(ORC);
    loading.wake(ORC);

    assertThat(loading.jobs())
        .filteredOn(job -> job.getJobId().getJob().contains("_lake_orc_"))
        .extracting(job -> job.getStatus().getError().getMessage())
        .containsExactly(
            "The local cloud does not read ORC. Use AVRO, PARQUET, NEWLINE_DELIMITED_JSON or CSV,"
                + " or load it in the cloud.");
    assertThat(loading.names(LandingPaths.quarantine(ORC))).isEmpty();
  }

  @Test
  void goesIntoQuarantineAndOutOfIt() throws Exception {
    loading.land(MENDED, "2026/may.csv", utf8("id,name,amount,note\n1,a,5,x\n"));
    loading.land(MENDED, "2026/june.csv", utf8("id,name,amount\n2,b,many\n"));
    loading.load(MENDED);

    assertThat(sluice("quarantine"))
        .contains("lake.mended: 2 in quarantine", "2026/may.csv  (", "2026/june.csv  (")
        .contains("The header has names, 1, which the table has not.")
        .contains("In full: The header names note, which the table has not.")
        .contains("Line 2 has no NUMERIC in column amount.", "There stands: many")
        .contains("run `sluice replay lake.mended`");

    List<Column> wider = new ArrayList<>(COLUMNS);
    wider.add(Column.of("note", ColumnType.STRING));
    loading.plans.publish(
        new PlanBuilder()
            .with(PlanBuilder.dropped("lake.mended", WriteMode.APPEND, csv(",", "UTF-8"), wider))
            .build());
    assertThat(sluice("replay", "lake.mended", "--object", "**/may.csv"))
        .isEqualTo("2026/may.csv has landed again.\n");
    assertThat(sluice("replay", "lake.mended", "--object", "**/may.csv"))
        .isEqualTo("Nothing of lake.mended that fits '**/may.csv' is in quarantine.\n");
    loading.load(MENDED);

    assertThat(rows(MENDED)).containsExactly("1 a 5");
    assertThat(new Quarantine(loading.store).list(MENDED))
        .extracting(Quarantine.Kept::path)
        .containsExactly("2026/june.csv");
    assertThat(sluice("replay", "lake.nothing"))
        .isEqualTo(
            "lake.nothing is no table that files are loaded into. `sluice plan` lists those that"
                + " are.\n");
  }

  /** The command as a process of its own, as a person runs it. */
  private static String sluice(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dslf4j.internal.verbosity=ERROR"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SluiceCli.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "sluice", ".txt");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    process.environment().put("STORAGE_EMULATOR_HOST", loading.cloud.address());
    process.environment().put("SLUICE_BUCKET", Loading.BUCKET);
    assertThat(process.start().waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output);
  }

  private static List<String> rows(LandingTable table) {
    return loading.query(
        "SELECT CONCAT(id, ' ', name, ' ', IFNULL(CAST(amount AS STRING), 'NULL')) FROM %s ORDER BY id"
            .formatted(table.id()));
  }

  private static LandingTable table(String name, Format format) {
    return PlanBuilder.dropped("lake." + name, WriteMode.APPEND, format, COLUMNS);
  }

  private static Format.Csv csv(String delimiter, String encoding) {
    return new Format.Csv(
        delimiter,
        "\"",
        1,
        HeaderRow.MATCHED,
        Map.of(),
        "",
        ShortRows.BAD,
        new Format.Text(encoding, 0));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
