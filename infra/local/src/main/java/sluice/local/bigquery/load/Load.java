package sluice.local.bigquery.load;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Schemas;
import sluice.schema.Column;

/** What a load job reads: which files, in which format, with which columns. */
public final class Load {

  private static final int MOST_URIS = 10_000;

  /** The formats that are read. */
  enum Format {
    CSV,
    NEWLINE_DELIMITED_JSON,
    AVRO,
    PARQUET
  }

  private final JsonObject configuration;
  private final ObjectSource objects;
  private final Format format;
  private final List<ObjectSource.Entry> inputs;

  private Load(
      JsonObject configuration,
      ObjectSource objects,
      Format format,
      List<ObjectSource.Entry> inputs) {
    this.configuration = configuration;
    this.objects = objects;
    this.format = format;
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Reads a job's {@code configuration.load} and finds its files.
   *
   * @throws Refusal when it cannot be carried out, or names what is not there
   */
  public static Load of(JsonObject configuration, ObjectSource objects) {
    Format format = format(Json.text(configuration, "sourceFormat").orElse("CSV"));
    List<String> uris = Json.texts(configuration, "sourceUris");
    if (uris.isEmpty()) {
      throw new Refusal("required", "Required parameter is missing: sourceUris");
    }
    if (uris.size() > MOST_URIS) {
      throw Refusal.invalid(
          "Too many source URIs: %d. A load job takes at most %d; use a wildcard, or several jobs."
              .formatted(uris.size(), MOST_URIS));
    }
    List<ObjectSource.Entry> inputs = new ArrayList<>();
    uris.forEach(uri -> inputs.addAll(matching(uri, objects)));
    return new Load(configuration, objects, format, inputs);
  }

  private static Format format(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.equals("ORC") || upper.equals("DATASTORE_BACKUP")) {
      // Of no file, so that nobody looks for a bad one.
      throw new Refusal(
          "notImplemented",
          "The local cloud does not read %s. Use AVRO, PARQUET, NEWLINE_DELIMITED_JSON or CSV, or load it in the cloud."
              .formatted(upper));
    }
    try {
      return Format.valueOf(upper);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid value for sourceFormat: " + name + " is not a valid value");
    }
  }

  private static List<ObjectSource.Entry> matching(String uri, ObjectSource objects) {
    int slash = uri.indexOf('/', 5);
    if (!uri.startsWith("gs://") || slash < 6 || slash == uri.length() - 1) {
      throw Refusal.invalid(
          "Source URI must be a Google Cloud Storage location, gs://bucket/object: " + uri);
    }
    String pattern = uri.substring(slash + 1);
    if (pattern.indexOf('*') != pattern.lastIndexOf('*')) {
      throw Refusal.invalid("Invalid wildcard: " + uri + " has more than one *.");
    }
    try {
      List<ObjectSource.Entry> matches = objects.list(uri.substring(5, slash), pattern);
      if (matches.isEmpty()) {
        throw Refusal.notFound("URI " + uri);
      }
      return matches;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Format format() {
    return format;
  }

  /** The job's words, as far as they are about reading. */
  public JsonObject configuration() {
    return configuration;
  }

  /** The files that are read. */
  public List<ObjectSource.Entry> inputs() {
    return inputs;
  }

  /** The same, of one of its files alone. */
  public Load of(ObjectSource.Entry file) {
    return new Load(configuration, objects, format, List.of(file));
  }

  /** How many files are read. */
  public int files() {
    return inputs.size();
  }

  /** How many bytes are read, as they are stored. */
  public long bytes() {
    return inputs.stream().mapToLong(ObjectSource.Entry::size).sum();
  }

  /** Whether the rows themselves say which columns they have. */
  public boolean selfDescribing() {
    return format == Format.AVRO || format == Format.PARQUET;
  }

  public boolean ignoresUnknownValues() {
    return Json.flag(configuration, "ignoreUnknownValues");
  }

  /** The columns the job gives, or the files have; empty when the table is to say. */
  public Optional<List<Column>> columns(ParquetFiles parquet) {
    try {
      if (format == Format.AVRO) {
        AvroSchemas schemas = new AvroSchemas(configuration);
        return Optional.of(schemas.columns(schema(reference())));
      }
      Optional<List<Column>> given =
          Json.object(configuration, "schema")
              .filter(schema -> schema.has("fields"))
              .map(Schemas::columns);
      if (format == Format.PARQUET) {
        return given.isPresent() ? given : Optional.of(parquet.columns(reference()));
      }
      if (given.isEmpty() && Json.flag(configuration, "autodetect")) {
        return Optional.of(new Autodetection(this).columns());
      }
      return given;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file whose schema is that of all: the job names it, or it is the last by name. */
  private ObjectSource.Entry reference() {
    return Json.text(configuration, "referenceFileSchemaUri")
        .map(uri -> matching(uri, objects).get(0))
        .orElseGet(() -> inputs.get(inputs.size() - 1));
  }

  private org.apache.avro.Schema schema(ObjectSource.Entry entry) throws IOException {
    try {
      return AvroRows.schema(objects.open(entry));
    } catch (UnreadableFile e) {
      throw new Refusal(
          "invalid",
          "Error while reading data, error message: " + e.getMessage() + " File: " + entry.uri(),
          entry.uri());
    }
  }

  ObjectSource objects() {
    return objects;
  }

  /** A file's bytes, unzipped where it is zipped. */
  InputStream open(ObjectSource.Entry entry) throws IOException {
    InputStream raw = objects.open(entry);
    if (selfDescribing()) {
      return new java.io.BufferedInputStream(raw, 1 << 16);
    }
    java.io.BufferedInputStream bytes = new java.io.BufferedInputStream(raw, 1 << 16);
    bytes.mark(2);
    boolean zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    return zipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }

  /** The rows of a file, in the order of the columns. */
  Rows rows(ObjectSource.Entry entry, List<Column> columns) throws IOException {
    InputStream bytes = open(entry);
    CsvOptions csv = CsvOptions.of(configuration);
    return switch (format) {
      case CSV -> new CsvRows(bytes, csv, columns);
      case NEWLINE_DELIMITED_JSON ->
          new JsonRows(
              bytes,
              csv.charset(),
              columns,
              csv.ignoreUnknownValues()
                  ? JsonRows.UnknownFields.IGNORED
                  : JsonRows.UnknownFields.REFUSED);
      case AVRO -> AvroRows.open(bytes, columns);
      case PARQUET -> throw new IllegalStateException("Parquet is read by the database");
    };
  }
}
