package sluice.contract;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * The schema at the beginning of a Parquet file's footer, as BigQuery loads it. Columns that hold
 * others are named only.
 *
 * @see <a
 *     href="https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift">
 *     The footer</a>
 */
final class ParquetFooter {

  private static final Map<Integer, ColumnType> CONVERTED =
      Map.of(
          0, ColumnType.STRING,
          4, ColumnType.STRING,
          6, ColumnType.DATE,
          7, ColumnType.TIME,
          8, ColumnType.TIME,
          9, ColumnType.TIMESTAMP,
          10, ColumnType.TIMESTAMP,
          19, ColumnType.STRING);

  /** By the number of the physical type. */
  private static final List<ColumnType> PHYSICAL =
      List.of(
          ColumnType.BOOL,
          ColumnType.INT64,
          ColumnType.INT64,
          ColumnType.TIMESTAMP,
          ColumnType.FLOAT64,
          ColumnType.FLOAT64,
          ColumnType.BYTES,
          ColumnType.BYTES);

  private static final int DECIMAL = 5;
  private static final int REQUIRED = 0;
  private static final int REPEATED = 2;

  private final Thrift thrift;
  private final List<Element> elements = new ArrayList<>();

  private ParquetFooter(Thrift thrift) {
    this.thrift = thrift;
  }

  /** One element of the schema, which is a tree laid flat, each before its children. */
  private static final class Element {
    private String name = "";
    private int physical = -1;
    private int repetition = REQUIRED;
    private int children;
    private int converted = -1;
    private int scale;
    private int precision;
    private Optional<ColumnType> logical = Optional.empty();

    Optional<ColumnType> type() {
      if (converted == DECIMAL || (precision > 0 && logical.isEmpty())) {
        return Optional.of(Decimals.type(precision, scale));
      }
      return logical
          .or(() -> Optional.ofNullable(CONVERTED.get(converted)))
          .or(
              () ->
                  physical >= 0 && physical < PHYSICAL.size()
                      ? Optional.of(PHYSICAL.get(physical))
                      : Optional.empty());
    }
  }

  /** The columns of a file, from where its footer begins. */
  static FileSchema read(DataInputStream footer) throws IOException {
    ParquetFooter reader = new ParquetFooter(new Thrift(footer));
    try {
      reader.thrift.struct(reader::footer);
    } catch (SchemaRead e) {
      return reader.columns();
    }
    throw new IOException("its footer has no schema");
  }

  /** What comes behind the schema, row groups above all, is not read. */
  private static final class SchemaRead extends IOException {}

  private void footer(int id, int type) throws IOException {
    if (id != 2) {
      thrift.skip(type);
      return;
    }
    int count = thrift.list();
    for (int element = 0; element < count; element++) {
      elements.add(element());
    }
    throw new SchemaRead();
  }

  private Element element() throws IOException {
    Element element = new Element();
    thrift.struct(
        (id, type) -> {
          switch (id) {
            case 1 -> element.physical = (int) thrift.number();
            case 3 -> element.repetition = (int) thrift.number();
            case 4 -> element.name = thrift.text();
            case 5 -> element.children = (int) thrift.number();
            case 6 -> element.converted = (int) thrift.number();
            case 7 -> element.scale = (int) thrift.number();
            case 8 -> element.precision = (int) thrift.number();
            case 10 -> thrift.struct((kind, inner) -> logical(element, kind, inner));
            default -> thrift.skip(type);
          }
        });
    return element;
  }

  private void logical(Element element, int kind, int type) throws IOException {
    switch (kind) {
      case 1, 4, 12, 14 -> {
        element.logical = Optional.of(kind == 14 ? ColumnType.BYTES : ColumnType.STRING);
        thrift.skip(type);
      }
      case 5 -> decimal(element);
      case 6 -> {
        element.logical = Optional.of(ColumnType.DATE);
        thrift.skip(type);
      }
      case 7 -> {
        element.logical = Optional.of(ColumnType.TIME);
        thrift.skip(type);
      }
      case 8 -> timestamp(element);
      default -> thrift.skip(type);
    }
  }

  private void decimal(Element element) throws IOException {
    element.converted = DECIMAL;
    thrift.struct(
        (id, type) -> {
          switch (id) {
            case 1 -> element.scale = (int) thrift.number();
            case 2 -> element.precision = (int) thrift.number();
            default -> thrift.skip(type);
          }
        });
  }

  private void timestamp(Element element) throws IOException {
    thrift.struct(
        (id, type) -> {
          if (id == 1) {
            // A moment, or what a clock on some wall showed.
            element.logical =
                Optional.of(type == Thrift.TRUE ? ColumnType.TIMESTAMP : ColumnType.DATETIME);
          }
          thrift.skip(type);
        });
  }

  private FileSchema columns() {
    List<Column> columns = new ArrayList<>();
    Set<String> unread = new HashSet<>();
    for (int next = 1; next < elements.size(); ) {
      Element element = elements.get(next);
      Optional<ColumnType> type =
          element.children == 0 && element.repetition != REPEATED
              ? element.type()
              : Optional.empty();
      if (type.isEmpty()) {
        unread.add(Names.key(element.name));
      }
      Mode mode = element.repetition == REQUIRED ? Mode.REQUIRED : Mode.NULLABLE;
      columns.add(Column.of(element.name, type.orElse(ColumnType.STRING)).as(mode));
      next = behind(next);
    }
    return new FileSchema.Typed(columns, unread, "");
  }

  /** The place behind an element and all that it holds. */
  private int behind(int at) {
    int next = at + 1;
    for (int child = 0; child < elements.get(at).children && next < elements.size(); child++) {
      next = behind(next);
    }
    return next;
  }
}
