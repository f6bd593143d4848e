package sluice.local.bigquery.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.local.bigquery.load.JsonValues;
import sluice.local.bigquery.load.RowAppender;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.http.Request;
import sluice.schema.TableId;

/** The {@code tabledata} resource: rows read in pages, and rows streamed in. */
final class TableDataApi {

  private static final String TABLE = "/datasets/{dataset}/tables/{table}";

  private TableDataApi() {}

  static void routes(Api api) {
    api.on("GET", TABLE + "/data", TableDataApi::list)
        .on("POST", TABLE + "/insertAll", TableDataApi::insertAll);
  }

  private static JsonObject list(Project project, Request request) {
    String name = request.variable("table");
    int dollar = name.indexOf('$');
    Optional<String> partition =
        dollar < 0 ? Optional.empty() : Optional.of(name.substring(dollar + 1));
    StoredTable table =
        project
            .catalog()
            .requiredTable(
                new TableId(
                    request.variable("dataset"), dollar < 0 ? name : name.substring(0, dollar)));
    JsonObject page = RowPages.page(project, table, partition, RowPages.Wanted.of(request));
    page.addProperty("kind", "bigquery#tableDataList");
    page.addProperty("etag", table.etag());
    return page;
  }

  private static JsonObject insertAll(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    StoredTable table =
        project
            .catalog()
            .requiredTable(new TableId(request.variable("dataset"), request.variable("table")));
    if (table.isView() || body.has("templateSuffix")) {
      throw Refusal.invalid(
          "Cannot add rows to %s:%s: only plain tables take them."
              .formatted(project.id(), table.id()));
    }
    JsonValues values =
        Json.flag(body, "ignoreUnknownValues")
            ? JsonValues.lenient(table.columns())
            : JsonValues.strict(table.columns());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    JsonArray errors = new JsonArray();
    List<JsonObject> sent = Json.objects(body, "rows");
    if (sent.isEmpty()) {
      throw Refusal.invalid("No rows present in the request.");
    }
    for (int i = 0; i < sent.size(); i++) {
      try {
        rows.add(values.row(Json.object(sent.get(i), "json").orElseGet(JsonObject::new)));
      } catch (IllegalArgumentException e) {
        errors.add(error(i, new Refusal("invalid", e.getMessage() + "", "")));
      }
    }
    boolean keepsGood = Json.flag(body, "skipInvalidRows");
    if (errors.isEmpty() || keepsGood) {
      append(project, table, rows);
    }
    JsonObject answer = Json.of("kind", "bigquery#tableDataInsertAllResponse");
    if (!errors.isEmpty()) {
      if (!keepsGood) {
        stopOthers(errors, sent.size());
      }
      answer.add("insertErrors", errors);
    }
    return answer;
  }

  private static void stopOthers(JsonArray errors, int rows) {
    List<Integer> bad =
        errors.asList().stream().map(e -> e.getAsJsonObject().get("index").getAsInt()).toList();
    for (int i = 0; i < rows; i++) {
      if (!bad.contains(i)) {
        errors.add(error(i, new Refusal("stopped", "", "")));
      }
    }
  }

  private static JsonObject error(int index, Refusal refusal) {
    return Json.of("index", index, "errors", Json.arrayOf(List.of(refusal.error().json())));
  }

  private static void append(
      Project project, StoredTable table, List<List<@Nullable Object>> rows) {
    OffsetDateTime today =
        project.catalog().now().truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC);
    project
        .catalog()
        .change(
            change -> {
              try (RowAppender appender =
                  new RowAppender(change.connection(), table, Optional.of(today))) {
                for (List<@Nullable Object> row : rows) {
                  appender.append(row);
                }
              }
              return change.touch(change.table(table.id()).orElse(table));
            });
  }
}
