package sluice.local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.bigquery.RunningBigQuery.Answer;
import sluice.local.bigquery.store.Json;

final class RestApiTest {

  private static final String TABLES = "/datasets/shop/tables";

  @TempDir Path folder;
  private RunningBigQuery bigQuery;

  @BeforeEach
  void start() throws Exception {
    bigQuery = new RunningBigQuery(folder.resolve("bq"), folder.resolve("gcs"));
    send(
        "POST",
        "/datasets",
        "{'datasetReference': {'datasetId': 'shop'}, 'labels': {'env': 'dev'}}");
  }

  @AfterEach
  void stop() {
    bigQuery.close();
  }

  private Answer send(String method, String path, String body) throws Exception {
    return bigQuery.send(method, path, body.replace('\'', '"'));
  }

  private static String message(Answer answer) {
    return Json.text(answer.body(), "error", "message").orElse("");
  }

  private void createOrders() throws Exception {
    Answer created =
        send(
            "POST",
            TABLES,
            "{'tableReference': {'tableId': 'orders'}, 'schema': {'fields': ["
                + "{'name': 'id', 'type': 'INT64', 'mode': 'REQUIRED', 'policyTags': {'names': ['x']}},"
                + "{'name': 'at', 'type': 'TIMESTAMP'}, {'name': 'tags', 'type': 'STRING', 'mode': 'REPEATED'}]},"
                + "'timePartitioning': {'type': 'DAY', 'field': 'at'}}");
    assertThat(created.status()).isEqualTo(200);
  }

  @Test
  void datasetsAreCreatedPatchedListedAndDeleted() throws Exception {
    assertThat(send("POST", "/datasets", "{'datasetReference': {'datasetId': 'shop'}}").body())
        .isEqualTo(
            Json.parse(
                """
                {"error": {"code": 409, "message": "Already Exists: Dataset p1:shop",
                 "errors": [{"reason": "duplicate", "message": "Already Exists: Dataset p1:shop",
                 "domain": "global"}], "status": "ALREADY_EXISTS"}}
                """));
    Answer patched =
        send(
            "PATCH",
            "/datasets/shop",
            "{'description': 'd', 'labels': {'env': null, 'team': 'x'}}");
    assertThat(patched.body().get("labels").toString()).isEqualTo("{\"team\":\"x\"}");
    assertThat(Json.text(patched.body(), "description")).contains("d");
    assertThat(Json.objects(send("GET", "/datasets?filter=labels.team:x", "").body(), "datasets"))
        .hasSize(1);
    assertThat(Json.objects(send("GET", "/datasets?filter=labels.team:y", "").body(), "datasets"))
        .isEmpty();

    createOrders();
    assertThat(message(send("DELETE", "/datasets/shop", "")))
        .isEqualTo("Dataset p1:shop is still in use");
    assertThat(send("DELETE", "/datasets/shop?deleteContents=true", "").status()).isEqualTo(204);
    assertThat(message(send("GET", "/datasets/shop", ""))).isEqualTo("Not found: Dataset p1:shop");
    assertThat(send("GET", TABLES + "/orders", "").status()).isEqualTo(404);
  }

  @Test
  void aTableKeepsWhatItsSchemaSaysAndOnlyGrows() throws Exception {
    createOrders();
    JsonObject table = send("GET", TABLES + "/orders", "").body();
    assertThat(Json.text(table, "numRows")).contains("0");
    assertThat(table.getAsJsonObject("schema").getAsJsonArray("fields").get(0).toString())
        .isEqualTo(
            "{\"name\":\"id\",\"type\":\"INTEGER\",\"mode\":\"REQUIRED\",\"policyTags\":{\"names\":[\"x\"]}}");

    Answer smaller =
        send(
            "PATCH",
            TABLES + "/orders",
            "{'schema': {'fields': [{'name': 'id', 'type': 'INTEGER'}]}}");
    assertThat(message(smaller))
        .isEqualTo(
            "Provided Schema does not match Table p1:shop.orders. Field at is missing in new schema.");
    Answer wider =
        send(
            "PATCH",
            TABLES + "/orders",
            "{'schema': {'fields': [{'name': 'id', 'type': 'INTEGER'}, {'name': 'at', 'type': 'TIMESTAMP'},"
                + "{'name': 'tags', 'type': 'STRING', 'mode': 'REPEATED'},"
                + "{'name': 'note', 'type': 'STRING', 'description': 'n'}]}, 'description': 'orders'}");
    assertThat(wider.body().getAsJsonObject("schema").getAsJsonArray("fields").get(3).toString())
        .isEqualTo(
            "{\"name\":\"note\",\"type\":\"STRING\",\"mode\":\"NULLABLE\",\"description\":\"n\"}");
    assertThat(Json.text(wider.body(), "etag")).isNotEqualTo(Json.text(table, "etag"));
  }

  @Test
  void aChangeOfAnOldStateIsRefused() throws Exception {
    createOrders();
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            bigQuery.address() + "/bigquery/v2/projects/p1" + TABLES + "/orders"))
                    .header("If-Match", "old")
                    .header("X-HTTP-Method-Override", "PATCH")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(412);
  }

  @Test
  void rowsStreamInAndBadOnesAreNamedByIndex() throws Exception {
    createOrders();
    String rows =
        "{'rows': [{'json': {'id': 1, 'at': '2026-01-02T03:04:05Z', 'tags': ['a']}}, {'json': {'at': null}}]%s}";
    Answer refused = send("POST", TABLES + "/orders/insertAll", rows.formatted(""));
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.body().get("insertErrors").toString())
        .isEqualTo(
            "[{\"index\":1,\"errors\":[{\"reason\":\"invalid\",\"location\":\"\",\"message\":\"Missing required field: id.\"}]},"
                + "{\"index\":0,\"errors\":[{\"reason\":\"stopped\",\"location\":\"\",\"message\":\"\"}]}]");
    send("POST", TABLES + "/orders/insertAll", rows.formatted(", 'skipInvalidRows': true"));
    assertThat(
            send("GET", TABLES + "/orders/data?formatOptions.useInt64Timestamp=true", "")
                .body()
                .get("rows")
                .toString())
        .isEqualTo(
            "[{\"f\":[{\"v\":\"1\"},{\"v\":\"1767323045000000\"},{\"v\":[{\"v\":\"a\"}]}]}]");
    assertThat(
            send("GET", TABLES + "/orders$20260102/data?selectedFields=at", "")
                .body()
                .get("rows")
                .toString())
        .isEqualTo("[{\"f\":[{\"v\":\"1.767323045E9\"}]}]");
    assertThat(send("GET", TABLES + "/orders$20260103/data", "").body().has("rows")).isFalse();
  }

  @Test
  void whatIsWrongWithARequestIsSaid() throws Exception {
    assertThat(message(send("POST", "/jobs", "{'configuration': {}}")))
        .isEqualTo("Required parameter is missing: Job configuration type");
    assertThat(message(send("POST", "/jobs", "{nonsense")))
        .startsWith("Invalid JSON payload received");
    assertThat(message(send("GET", "/jobs/none?location=US", "")))
        .isEqualTo("Not found: Job p1:US.none");
    assertThat(
            message(
                send(
                    "POST",
                    "/jobs",
                    "{'jobReference': {'jobId': 'a b'}, 'configuration': {'query': {'query': 'SELECT 1'}}}")))
        .startsWith("Invalid job ID \"a b\".");
    createOrders();
    assertThat(message(send("GET", TABLES + "/orders/data?pageToken=!", "")))
        .isEqualTo("Invalid page token: !");
    assertThat(
            message(
                send(
                    "POST",
                    TABLES,
                    "{'tableReference': {'tableId': 'places'}, 'schema': {'fields': [{'name': 'at', 'type': 'GEOGRAPHY'}]}}")))
        .isEqualTo(
            "column at is GEOGRAPHY, which the local cloud cannot keep exactly. Use STRING there.");
  }

  @Test
  void aFileComesWithAMultipartOrAResumableUpload() throws Exception {
    String job =
        "{\"configuration\": {\"load\": {\"destinationTable\": {\"datasetId\": \"shop\", \"tableId\": \"%s\"},"
            + " \"schema\": {\"fields\": [{\"name\": \"id\", \"type\": \"INTEGER\"}]}}}}";
    HttpClient http = HttpClient.newHttpClient();
    String uploads = bigQuery.address() + "/upload/bigquery/v2/projects/p1/jobs?uploadType=";
    String multipart =
        "--==x\r\nContent-Type: application/json\r\n\r\n%s\r\n--==x\r\nContent-Type: text/csv\r\n\r\n1\r\n2\n--=3\n\r\n--==x--\r\n"
            .formatted(job.formatted("m"))
            .replace("--=3", "3");
    HttpResponse<String> sent =
        http.send(
            HttpRequest.newBuilder(URI.create(uploads + "multipart"))
                .header("Content-Type", "multipart/related; boundary=\"==x\"")
                .POST(HttpRequest.BodyPublishers.ofString(multipart))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(awaited(Json.parse(sent.body()))).isEqualTo("3");

    HttpResponse<String> started =
        http.send(
            HttpRequest.newBuilder(URI.create(uploads + "resumable"))
                .POST(HttpRequest.BodyPublishers.ofString(job.formatted("r")))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    URI address = URI.create(started.headers().firstValue("Location").orElseThrow());
    HttpResponse<String> half = put(http, address, "bytes 0-3/*", "4\n5\n");
    assertThat(half.statusCode()).isEqualTo(308);
    assertThat(half.headers().firstValue("Range")).contains("bytes=0-3");
    HttpResponse<String> whole = put(http, address, "bytes 4-5/6", "6\n");
    assertThat(awaited(Json.parse(whole.body()))).isEqualTo("3");
  }

  private static HttpResponse<String> put(HttpClient http, URI address, String range, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(address)
            .header("Content-Range", range)
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String awaited(JsonObject job) throws Exception {
    String id = Json.required(job, "jobReference", "jobId");
    JsonObject then = job;
    while (!Json.required(then, "status", "state").equals("DONE")) {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(5);
      then = send("GET", "/jobs/" + id, "").body();
    }
    return Json.required(then, "statistics", "load", "outputRows");
  }
}
