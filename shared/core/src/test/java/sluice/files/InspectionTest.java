package sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.files.Inspection.Finding;
import sluice.files.Inspection.Fit;
import sluice.files.Inspection.Rewrite;
import sluice.files.Inspection.Unfit;
import sluice.plan.Format;
import sluice.schema.Column;
import sluice.schema.ColumnType;

final class InspectionTest {
  private static final Charset WINDOWS_31J = Charset.forName("windows-31j");
  private static final List<Column> COLUMNS =
      List.of(Column.of("id", ColumnType.INT64), Column.of("name", ColumnType.STRING));

  @Test
  void leavesAFileAloneThatALoadJobReadsRightly() throws IOException {
    assertThat(look(csv("UTF-8", 0), utf8("id,name\n1,渋谷\n"))).isEqualTo(new Fit());
    assertThat(look(csv("UTF-8", 0), zipped("id,name\n1,渋谷\n"))).isEqualTo(new Fit());
    assertThat(look(csv("ISO-8859-1", 0), "id,name\n1,é\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(new Fit());
    assertThat(look(csv("UTF-16LE", 0), "\uFEFFid,name\n".getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo(new Fit());
    assertThat(look(new Format.Ndjson(), utf8("{\"id\": 1}\n"))).isEqualTo(new Fit());
    assertThat(look(csv("UTF-8", 0), utf8("\uFEFFid,name\n1,x\n"))).isEqualTo(new Fit());
  }

  @Test
  void doesNotLookIntoFormatsThatDescribeThemselves() {
    assertThat(Inspection.of(new Format.Avro(), COLUMNS)).isEmpty();
    assertThat(Inspection.of(new Format.Parquet(), COLUMNS)).isEmpty();
    assertThat(Inspection.of(new Format.Orc(), COLUMNS)).isEmpty();
  }

  @Test
  void namesTheLineOfBytesInAnotherEncoding() throws IOException {
    byte[] bytes = "id,name\n1,Tokyo\n2,渋谷\n".getBytes(WINDOWS_31J);

    assertThat(look(csv("UTF-8", 0), bytes))
        .isEqualTo(
            new Unfit(
                Fault.at(
                    3,
                    "encoding",
                    "Line 3 holds bytes that are not UTF-8: 0x8F.",
                    "Write the file in UTF-8, or say at the table what it is written in, like"
                        + " encoding: windows-31j.")));
  }

  @Test
  void namesTheLineOfACharacterThatIsCutAtTheEnd() throws IOException {
    byte[] whole = utf8("id,name\n1,渋谷");

    assertThat(problem(look(csv("UTF-8", 0), Arrays.copyOf(whole, whole.length - 1))))
        .startsWith("Line 2 holds bytes that are not UTF-8: 0xE8B0");
  }

  @Test
  void findsBadBytesFarBehindTheFirstBuffer() throws IOException {
    StringBuilder text = new StringBuilder("id,name\n");
    for (int row = 2; row < 60_000; row++) {
      text.append(row).append(",渋谷\n");
    }
    byte[] bytes = text.append("x,").toString().getBytes(StandardCharsets.UTF_8);
    byte[] bad = Arrays.copyOf(bytes, bytes.length + 1);
    bad[bytes.length] = (byte) 0xff;

    assertThat(problem(look(csv("UTF-8", 0), bad)))
        .isEqualTo("Line 60000 holds bytes that are not UTF-8: 0xFF.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 15, 40})
  void saysThatAGzipFileIsCutOff(int lost) throws IOException {
    byte[] whole = zipped("id,name\n1,x\n2,y\n");

    assertThat(look(csv("UTF-8", 0), Arrays.copyOf(whole, whole.length - Math.min(lost, 25))))
        .isInstanceOfSatisfying(
            Unfit.class, unfit -> assertThat(unfit.fault().reason()).isEqualTo("gzip"));
  }

  @Test
  void showsAWrongHeaderInWordsAndTheLogNothingOfTheFile() throws IOException {
    Fault fault = ((Unfit) look(csv("UTF-8", 0), utf8("7,Tanaka\n8,Sato\n"))).fault();

    assertThat(fault.problem())
        .isEqualTo("The header lacks id, name, and has names, 2, which the table has not.");
    assertThat(fault.detail())
        .contains("The header lacks id, name, and names 7, Tanaka, which the table has not.");
    assertThat(fault.text()).contains("7,Tanaka");
    assertThat(fault.line()).contains(1L);
  }

  @Test
  void saysThatTheHeaderIsMissing() throws IOException {
    assertThat(problem(look(csv("UTF-8", 0), utf8("\n"))))
        .isEqualTo("The file ends before its header does.");
  }

  @Test
  void writesAFileInAnotherEncodingAnew() throws IOException {
    byte[] bytes = "id,name\r\n1,\"①髙\"\r\n".getBytes(WINDOWS_31J);

    assertThat(utf8(rewritten(csv("windows-31j", 0), bytes))).isEqualTo("id,name\r\n1,\"①髙\"\r\n");
    assertThat(utf8(rewritten(csv("EUC-JP", 0), "id,name\n1,渋谷\n".getBytes("EUC-JP"))))
        .isEqualTo("id,name\n1,渋谷\n");
    assertThat(utf8(rewritten(csv("UTF-16", 0), "id,name\n1,渋谷\n".getBytes("UTF-16"))))
        .isEqualTo("id,name\n1,渋谷\n");
    assertThat(utf8(rewritten(ndjson("Shift_JIS"), "{\"id\":\"谷\"}\n".getBytes("Shift_JIS"))))
        .isEqualTo("{\"id\":\"谷\"}\n");
  }

  @Test
  void keepsAZippedFileZipped() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write("id,name\n1,渋谷\n".getBytes(WINDOWS_31J));
    }

    byte[] rewritten = rewritten(csv("windows-31j", 0), zipped.toByteArray());

    try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(rewritten))) {
      assertThat(utf8(unzipped.readAllBytes())).isEqualTo("id,name\n1,渋谷\n");
    }
  }

  @Test
  void replacesNothingWhenItWritesAnew() throws IOException {
    byte[] bytes = ("id,name\n" + "1,x\n".repeat(100_000) + "2,\n").getBytes(WINDOWS_31J);
    bytes[bytes.length - 1] = (byte) 0x81;
    Rewrite rewrite = (Rewrite) look(csv("windows-31j", 0), bytes);

    assertThat(rewrite.how().write(new ByteArrayInputStream(bytes), new ByteArrayOutputStream()))
        .map(Fault::problem)
        .contains("Line 100002 holds bytes that are not windows-31j: 0x81.");
  }

  @Test
  void putsColumnsIntoTheTablesOrderEachRowInItsLine() throws IOException {
    String text = "name,id\n\"a\nb\",1\n\n,2\n\"\",3\r\n\"x \"\"y\"\"\",4";

    assertThat(utf8(rewritten(csv("UTF-8", 0), utf8(text))))
        .isEqualTo("id,name\n1,\"a\nb\"\n\n2,\n3,\"\"\n4,\"x \"\"y\"\"\"\n");
  }

  @Test
  void dropsNamelessFieldsAndNoValue() throws IOException {
    assertThat(utf8(rewritten(csv("UTF-8", 0), utf8("id,name,\n1,x,\n"))))
        .isEqualTo("id,name\n1,x\n");
    assertThat(fault(csv("UTF-8", 0), "id,name,\n1,x,\n2,y,z\n"))
        .isEqualTo("Line 3 has a value, in field 3, without a name.");
    assertThat(fault(csv("UTF-8", 0), "name,id\nx,1\ny\n"))
        .isEqualTo("Line 3 has 1 fields where the header has 2 names.");
  }

  @Test
  void leavesABadRowToTheJobThatMayLeaveItOut() throws IOException {
    assertThat(utf8(rewritten(csv("UTF-8", 5), utf8("name,id\nx,1\ny\nz,2\n"))))
        .isEqualTo("id,name\n1,x\ny,,\n2,z\n");
  }

  @Test
  void takesAByteOrderMarkAwayWhereItWouldBeAValue() throws IOException {
    assertThat(utf8(rewritten(new Format.Ndjson(), utf8("\uFEFF{\"id\": 1}\n"))))
        .isEqualTo("{\"id\": 1}\n");
  }

  private static String fault(Format format, String text) throws IOException {
    Rewrite rewrite = (Rewrite) look(format, utf8(text));
    return rewrite
        .how()
        .write(new ByteArrayInputStream(utf8(text)), new ByteArrayOutputStream())
        .map(Fault::problem)
        .orElse("");
  }

  private static byte[] rewritten(Format format, byte[] bytes) throws IOException {
    Rewrite rewrite = (Rewrite) look(format, bytes);
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    assertThat(rewrite.how().write(new ByteArrayInputStream(bytes), target)).isEmpty();
    return target.toByteArray();
  }

  private static Finding look(Format format, byte[] bytes) throws IOException {
    return Inspection.of(format, COLUMNS)
        .orElseThrow()
        .look(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
  }

  private static String problem(Finding finding) {
    return ((Unfit) finding).fault().problem();
  }

  private static Format.Ndjson ndjson(String encoding) {
    return new Format.Ndjson(new Format.Text(encoding, 0));
  }

  private static Format.Csv csv(String encoding, int maxBadRows) {
    return new Format.Csv(
        ",",
        "\"",
        1,
        Format.HeaderRow.MATCHED,
        Map.of(),
        "",
        Format.ShortRows.BAD,
        new Format.Text(encoding, maxBadRows));
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(utf8(text));
    }
    return zipped.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
