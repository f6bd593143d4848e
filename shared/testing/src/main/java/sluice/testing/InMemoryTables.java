package sluice.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sluice.RejectedException;
import sluice.plan.Format;
import sluice.plan.LineageColumn;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;

/** The tables and views of an {@link InMemoryWarehouse}, and what its jobs do to them. */
final class InMemoryTables {

  private static final Pattern VIEW =
      Pattern.compile("CREATE OR REPLACE VIEW `([^`]+)` AS\n(.*)", Pattern.DOTALL);

  private static final int MOST_ERRORS = 5;

  private final InMemoryObjectStore store;
  private final SqlRunner sql;
  private final Map<TableId, List<Map<String, String>>> tables = new HashMap<>();

  /** The rows that loads put into partitions, by table and partition. */
  private final Map<TableId, Map<String, List<Map<String, String>>>> partitions = new HashMap<>();

  private final Map<TableId, List<Column>> shapes = new HashMap<>();
  private final Map<TableId, String> views = new HashMap<>();
  private final Map<TableId, String> descriptions = new HashMap<>();
  private long badRows;

  InMemoryTables(InMemoryObjectStore store, SqlRunner sql) {
    this.store = store;
    this.sql = sql;
  }

  /** What a job does, all or nothing; the rows it wrote, or answered with. */
  List<Map<String, String>> carryOut(JobRequest request) throws JobFailedException {
    try {
      if (request instanceof JobRequest.Load load) {
        return load(load);
      } else if (request instanceof JobRequest.Copy copy) {
        shapes.put(copy.to(), columns(copy.from()).orElse(List.of()));
        return put(copy.to(), rows(copy.from()));
      } else if (request instanceof JobRequest.Shape shape) {
        return shape(shape);
      } else if (request instanceof JobRequest.Survey survey) {
        return InMemoryMerge.survey(survey, rows(survey.staging()), rows(survey.target()));
      } else if (request instanceof JobRequest.Merge merge) {
        return merge(merge);
      }
      return query((JobRequest.Query) request);
    } catch (NoTableException e) {
      throw new JobFailedException("notFound", "Not found: Table " + e.getMessage());
    } catch (RejectedException e) {
      throw new JobFailedException("invalidQuery", String.valueOf(e.getMessage()));
    }
  }

  List<Map<String, String>> rows(TableId table) {
    String view = views.get(table);
    if (view != null) {
      return sql.run(view, this::rows);
    }
    List<Map<String, String>> rows = tables.get(table);
    if (rows == null) {
      throw new NoTableException(table);
    }
    Stream<Map<String, String>> parts =
        partitions.getOrDefault(table, Map.of()).values().stream().flatMap(List::stream);
    return Stream.concat(rows.stream(), parts).toList();
  }

  /** The columns of a table, as the jobs that made it had them; a view's are not known. */
  Optional<List<Column>> columns(TableId table) {
    return Optional.ofNullable(shapes.get(table));
  }

  private List<Map<String, String>> shape(JobRequest.Shape shape) {
    List<Column> all = new ArrayList<>(columns(shape.target()).orElse(List.of()));
    for (Column column :
        columns(shape.like()).orElseThrow(() -> new NoTableException(shape.like()))) {
      if (all.stream().noneMatch(there -> there.name().equals(column.name()))) {
        all.add(column);
      }
    }
    shapes.put(shape.target(), List.copyOf(all));
    tables.putIfAbsent(shape.target(), List.of());
    return List.of();
  }

  private List<Map<String, String>> merge(JobRequest.Merge merge) {
    List<Map<String, String>> staged = rows(merge.staging());
    put(merge.target(), InMemoryMerge.merged(merge, staged, rows(merge.target())));
    return staged;
  }

  boolean exists(TableId table) {
    return tables.containsKey(table) || views.containsKey(table);
  }

  void drop(TableId table) {
    tables.remove(table);
    partitions.remove(table);
    views.remove(table);
    shapes.remove(table);
    descriptions.remove(table);
  }

  void describe(TableId table, String description) {
    descriptions.put(table, description);
  }

  Optional<String> description(TableId table) {
    return Optional.ofNullable(descriptions.get(table));
  }

  private List<Map<String, String>> load(JobRequest.Load load) throws JobFailedException {
    List<Map<String, String>> loaded = new ArrayList<>();
    List<Job.Problem> problems = new ArrayList<>();
    for (String uri : load.uris()) {
      ObjectStore.Content content =
          store
              .readUri(uri)
              .orElseThrow(() -> new JobFailedException("notFound", "Not found: URI " + uri));
      List<Map<String, String>> rows =
          load.format() instanceof Format.Csv
              ? Rows.parseCsv(uri, content.text(), load, problems)
              : Rows.parse(uri, content.text(), problems);
      rows.forEach(row -> loaded.add(load.trace().map(t -> traced(row, uri, t)).orElse(row)));
    }
    refuse(problems, load.format());
    badRows = problems.size();
    List<Map<String, String>> all = new ArrayList<>();
    if (load.writeMode() == WriteMode.APPEND) {
      all.addAll(tables.getOrDefault(load.target(), List.of()));
    }
    all.addAll(loaded);
    List<Column> columns = new ArrayList<>(load.columns());
    load.trace()
        .ifPresent(trace -> trace.columns().forEach(column -> columns.add(column.column())));
    shapes.put(load.target(), List.copyOf(columns));
    if (load.partition().isPresent()) {
      tables.putIfAbsent(load.target(), List.of());
      partitions
          .computeIfAbsent(load.target(), table -> new TreeMap<>())
          .put(load.partition().get(), List.copyOf(loaded));
    } else {
      put(load.target(), all);
    }
    return loaded;
  }

  private static Map<String, String> traced(
      Map<String, String> row, String uri, JobRequest.Load.Trace trace) {
    Map<String, String> traced = new HashMap<>(row);
    for (LineageColumn column : trace.columns()) {
      String value =
          switch (column) {
            case OBJECT -> uri.replaceFirst("^.*?/(?=[0-9]{20}/)", "");
            case BATCH -> Long.toString(trace.batch());
            case LOADED_AT -> "2026-03-02T12:00:00Z";
          };
      traced.put(column.column().name(), value);
    }
    return Map.copyOf(traced);
  }

  /** A job names the first few of its errors only, as BigQuery does. */
  private static void refuse(List<Job.Problem> problems, Format format) throws JobFailedException {
    if (problems.size() > format.maxBadRows()) {
      Job.Problem first = problems.get(0);
      List<Job.Problem> named = problems.subList(0, Math.min(MOST_ERRORS, problems.size()));
      throw new JobFailedException(new Job.Failure(first.reason(), first.message(), named), null);
    }
  }

  /** How many rows the last load left out. */
  long badRows() {
    return badRows;
  }

  private List<Map<String, String>> query(JobRequest.Query query) {
    Matcher view = VIEW.matcher(query.sql());
    if (view.matches()) {
      sql.run(view.group(2), this::rows);
      drop(TableId.parse(view.group(1)));
      views.put(TableId.parse(view.group(1)), view.group(2));
      return List.of();
    }
    List<Map<String, String>> rows = List.copyOf(sql.run(query.sql(), this::rows));
    query.destination().ifPresent(table -> put(table, rows));
    return rows;
  }

  private List<Map<String, String>> put(TableId table, List<Map<String, String>> rows) {
    views.remove(table);
    partitions.remove(table);
    tables.put(table, List.copyOf(rows));
    return rows;
  }

  /** A statement or a copy reads a table that is not there. */
  private static final class NoTableException extends RuntimeException {
    NoTableException(TableId table) {
      super(table.toString());
    }
  }
}
