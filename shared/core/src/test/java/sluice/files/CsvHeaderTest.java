package sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.plan.Format;
import sluice.schema.Column;
import sluice.schema.ColumnType;

final class CsvHeaderTest {
  private static final Format.Csv CSV = new Format.Csv(",", 1, "");
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", ColumnType.INT64),
          Column.of("name", ColumnType.STRING),
          Column.of("amount", ColumnType.NUMERIC));

  @Test
  void readsTheLastOfTheHeaderRows() throws IOException {
    Format.Csv three = new Format.Csv(",", 3, "");

    assertThat(read("report of May\n\"for, the board\"\n\nid ,\"na\nme\"\n1,2\n", three))
        .contains(new CsvHeader(List.of("id", "na\nme")));
  }

  @Test
  void readsNoneWhereThereIsNone() throws IOException {
    assertThat(read("1,2\n", new Format.Csv(",", 0, ""))).isEmpty();
    assertThat(read("", CSV)).isEmpty();
  }

  @Test
  void takesTheTablesOrderInAnyCase() {
    assertThat(match("ID,Name,amount")).isEqualTo(new CsvHeader.InOrder());
  }

  @Test
  void findsColumnsInAnotherOrder() {
    assertThat(match("amount,id,name")).isEqualTo(new CsvHeader.Reordered(List.of(1, 2, 0), 3));
  }

  @Test
  void passesOverNamelessFieldsBehindADelimiter() {
    assertThat(match("id,name,amount,")).isEqualTo(new CsvHeader.Reordered(List.of(0, 1, 2), 4));
  }

  @Test
  void saysWhatDiffers() {
    assertThat(((CsvHeader.Different) match("id,nmae,id")).difference())
        .isEqualTo(
            "The header lacks name, amount, and names nmae, which the table has not, and names id"
                + " twice.");
  }

  @Test
  void knowsWhatFilesCallAColumn() {
    Format.Csv named =
        new Format.Csv(
            ",",
            "\"",
            1,
            Format.HeaderRow.MATCHED,
            Map.of("id", "番号", "name", "名前", "amount", "金額"),
            "",
            Format.ShortRows.BAD,
            Format.Text.STRICT_UTF_8);

    assertThat(new CsvHeader(List.of("番号", "名前", "金額")).match(COLUMNS, named))
        .isEqualTo(new CsvHeader.InOrder());
    assertThat(new CsvHeader(List.of("番号", "name", "金額")).match(COLUMNS, named))
        .isEqualTo(new CsvHeader.Different(List.of("名前"), List.of("name"), List.of()));
  }

  private static CsvHeader.Match match(String header) {
    return new CsvHeader(List.of(header.split(",", -1))).match(COLUMNS, CSV);
  }

  private static Optional<CsvHeader> read(String text, Format.Csv format) throws IOException {
    return CsvHeader.read(new CsvRecords(new StringReader(text), format), format);
  }
}
