package sluice.local.bigquery.rest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.local.bigquery.load.SchemaEvolution;
import sluice.local.bigquery.load.SchemaEvolution.MissingColumns;
import sluice.local.bigquery.load.SchemaEvolution.UnknownColumns;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Partitioning;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Schemas;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.TableSizes;
import sluice.local.bigquery.store.Transaction;
import sluice.local.http.Request;
import sluice.schema.Column;
import sluice.schema.TableId;

/** The {@code tables} resource. */
final class TablesApi {

  private static final String TABLES = "/datasets/{dataset}/tables";
  private static final Pattern ID = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd} ]{1,1024}");

  private TablesApi() {}

  static void routes(Api api) {
    api.on("GET", TABLES, TablesApi::list)
        .on("POST", TABLES, TablesApi::insert)
        .on("GET", TABLES + "/{table}", TablesApi::get)
        .onPatch(TABLES + "/{table}", TablesApi::patch)
        .on("PUT", TABLES + "/{table}", TablesApi::update)
        .on("DELETE", TABLES + "/{table}", TablesApi::delete);
  }

  private static JsonObject list(Project project, Request request) {
    String dataset = request.variable("dataset");
    project.catalog().requiredDataset(dataset);
    List<JsonObject> tables =
        project.catalog().tables(dataset).stream().map(TablesApi::listed).toList();
    JsonObject page = Api.page("bigquery#tableList", "tables", tables, request, 1_000);
    page.addProperty("totalItems", tables.size());
    return page;
  }

  private static JsonObject listed(StoredTable table) {
    JsonObject listed = Json.of("kind", "bigquery#table");
    for (String name :
        List.of(
            "id",
            "tableReference",
            "type",
            "labels",
            "friendlyName",
            "creationTime",
            "expirationTime",
            "timePartitioning",
            "rangePartitioning",
            "clustering")) {
      Json.at(table.resource(), name).ifPresent(value -> listed.add(name, value));
    }
    if (table.isView()) {
      listed.add("view", Json.of("useLegacySql", false));
    }
    return listed;
  }

  private static TableId id(Request request) {
    String name = request.variable("table");
    int dollar = name.indexOf('$');
    return new TableId(request.variable("dataset"), dollar < 0 ? name : name.substring(0, dollar));
  }

  static JsonObject get(Project project, Request request) {
    return resource(project, project.catalog().requiredTable(id(request)));
  }

  static JsonObject resource(Project project, StoredTable table) {
    JsonObject resource = table.resource().deepCopy();
    TableId id = table.id();
    resource.addProperty(
        "selfLink",
        "https://bigquery.googleapis.com/bigquery/v2/projects/%s/datasets/%s/tables/%s"
            .formatted(project.id(), id.dataset(), id.table()));
    if (!table.isView()) {
      TableSizes.Size size = project.catalog().sizes().of(project.catalog(), table);
      resource.addProperty("numRows", Long.toString(size.rows()));
      resource.addProperty("numBytes", Long.toString(size.bytes()));
      resource.addProperty("numLongTermBytes", "0");
    }
    return resource;
  }

  private static JsonObject insert(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    TableId id =
        new TableId(request.variable("dataset"), Json.required(body, "tableReference", "tableId"));
    if (!ID.matcher(id.table()).matches()) {
      throw Refusal.invalid("Invalid table ID \"%s\".".formatted(id.table()));
    }
    if (body.has("externalDataConfiguration") || body.has("materializedView")) {
      throw Refusal.invalid(
          "The local cloud keeps tables and views, and no external tables or materialized views.");
    }
    StoredTable described =
        StoredTable.created(
            project.id(),
            project.catalog().requiredDataset(id.dataset()),
            id,
            body,
            project.catalog().now());
    described.partitioning();
    StoredTable table =
        described.isView()
            ? described.withColumns(project.jobs().viewColumns(described.viewSql().orElseThrow()))
            : described;
    return project
        .catalog()
        .change(
            change -> {
              if (change.table(id).isPresent()) {
                throw Refusal.exists("Table " + project.id() + ":" + id);
              }
              change.create(table);
              return table.resource();
            });
  }

  private static JsonObject patch(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    StoredTable table = project.catalog().requiredTable(id(request));
    return replaced(project, request, table, Json.merged(table.resource(), body));
  }

  private static JsonObject update(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    StoredTable table = project.catalog().requiredTable(id(request));
    for (String kept :
        List.of(
            "kind",
            "id",
            "tableReference",
            "type",
            "location",
            "creationTime",
            "timePartitioning",
            "rangePartitioning",
            "schema",
            "view")) {
      if (!body.has(kept)) {
        Json.at(table.resource(), kept).ifPresent(value -> body.add(kept, value));
      }
    }
    return replaced(project, request, table, body);
  }

  private static JsonObject replaced(
      Project project, Request request, StoredTable table, JsonObject resource) {
    Api.checkEtag(request, table.resource());
    for (String computed : List.of("numRows", "numBytes", "numLongTermBytes", "selfLink")) {
      resource.remove(computed);
    }
    boolean newSql = !StoredTable.of(table.id(), resource).viewSql().equals(table.viewSql());
    StoredTable wanted =
        newSql
            ? StoredTable.of(table.id(), resource)
                .withColumns(
                    project.jobs().viewColumns(Json.text(resource, "view", "query").orElse("")))
            : StoredTable.of(table.id(), resource);
    StoredTable changed =
        project
            .catalog()
            .change(
                change ->
                    table.isView()
                        ? change.touch(wanted)
                        : altered(project, change, table, wanted));
    return resource(project, changed);
  }

  private static StoredTable altered(
      Project project, Transaction change, StoredTable table, StoredTable wanted)
      throws java.sql.SQLException {
    SchemaEvolution evolution =
        new SchemaEvolution(
            project.id() + ":" + table.id(),
            Set.of("ALLOW_FIELD_ADDITION", "ALLOW_FIELD_RELAXATION"),
            MissingColumns.REFUSED,
            UnknownColumns.ADDED_OR_REFUSED);
    List<Column> columns =
        table.columns().isEmpty()
            ? wanted.columns()
            : evolution.merged(table.columns(), wanted.columns());
    if (!Partitioning.of(wanted.resource(), columns).equals(table.partitioning())) {
      throw Refusal.invalid(
          "Cannot change partitioning spec for a %spartitioned table."
              .formatted(table.partitioning().isPresent() ? "" : "non-"));
    }
    StoredTable described =
        new StoredTable(
            table.id(),
            table.columns(),
            withSchema(
                wanted.resource(),
                Schemas.schema(columns, Json.object(wanted.resource(), "schema"))));
    return columns.isEmpty() ? change.touch(described) : change.alter(described, columns);
  }

  private static JsonObject withSchema(JsonObject resource, JsonObject schema) {
    JsonObject changed = resource.deepCopy();
    changed.add("schema", schema);
    return changed;
  }

  private static JsonObject delete(Project project, Request request) {
    StoredTable table = project.catalog().requiredTable(id(request));
    Optional<String> partition =
        Optional.of(request.variable("table"))
            .filter(name -> name.contains("$"))
            .map(name -> name.substring(name.indexOf('$') + 1));
    return project
        .catalog()
        .change(
            change -> {
              if (partition.isPresent()) {
                change.deletePartition(table, partition.get());
              } else {
                change.drop(table.id());
              }
              return new JsonObject();
            });
  }
}
