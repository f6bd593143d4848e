package sluice.local.bigquery.rest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredDataset;
import sluice.local.http.Request;

/** The {@code datasets} resource. */
final class DatasetsApi {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,1024}");

  private DatasetsApi() {}

  static void routes(Api api) {
    api.on("GET", "/datasets", DatasetsApi::list)
        .on("POST", "/datasets", DatasetsApi::insert)
        .on("GET", "/datasets/{dataset}", (project, request) -> resource(project, request))
        .on("PUT", "/datasets/{dataset}", DatasetsApi::update)
        .onPatch("/datasets/{dataset}", DatasetsApi::patch)
        .on("DELETE", "/datasets/{dataset}", DatasetsApi::delete);
  }

  private static JsonObject list(Project project, Request request) {
    List<JsonObject> datasets =
        project.catalog().datasets().stream()
            .filter(dataset -> !dataset.hidden() || Api.flag(request, "all"))
            .filter(dataset -> Api.matches(dataset.resource(), request.parameter("filter")))
            .map(DatasetsApi::listed)
            .toList();
    return Api.page("bigquery#datasetList", "datasets", datasets, request, 1_000);
  }

  private static JsonObject listed(StoredDataset dataset) {
    JsonObject listed = Json.of("kind", "bigquery#dataset");
    for (String name : List.of("id", "datasetReference", "labels", "friendlyName", "location")) {
      Json.at(dataset.resource(), name).ifPresent(value -> listed.add(name, value));
    }
    return listed;
  }

  private static StoredDataset named(Project project, Request request) {
    return project.catalog().requiredDataset(request.variable("dataset"));
  }

  private static JsonObject resource(Project project, Request request) {
    return named(project, request).resource();
  }

  private static JsonObject insert(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    String id = Json.required(body, "datasetReference", "datasetId");
    if (!ID.matcher(id).matches()) {
      throw Refusal.invalid(
          "Invalid dataset ID \"%s\". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long."
              .formatted(id));
    }
    StoredDataset dataset = created(project.catalog(), id, body);
    return project
        .catalog()
        .change(
            change -> {
              if (change.dataset(id).isPresent()) {
                throw Refusal.exists("Dataset " + project.id() + ":" + id);
              }
              change.put(dataset);
              return dataset.resource();
            });
  }

  private static StoredDataset created(Catalog catalog, String id, JsonObject body) {
    return StoredDataset.created(catalog.project(), id, body, catalog.now());
  }

  private static JsonObject patch(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    StoredDataset dataset = named(project, request);
    return replaced(project, request, Json.merged(dataset.resource(), body));
  }

  private static JsonObject update(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    StoredDataset dataset = named(project, request);
    for (String kept : List.of("kind", "id", "creationTime", "location", "datasetReference")) {
      Json.at(dataset.resource(), kept).ifPresent(value -> body.add(kept, value));
    }
    return replaced(project, request, body);
  }

  private static JsonObject replaced(Project project, Request request, JsonObject resource) {
    Api.checkEtag(request, named(project, request).resource());
    String now = Long.toString(project.catalog().now().toEpochMilli());
    resource.addProperty("lastModifiedTime", now);
    resource.addProperty("etag", UUID.randomUUID().toString());
    return project
        .catalog()
        .change(
            change -> {
              change.put(new StoredDataset(request.variable("dataset"), resource));
              return resource;
            });
  }

  private static JsonObject delete(Project project, Request request) {
    StoredDataset dataset = named(project, request);
    return project
        .catalog()
        .change(
            change -> {
              boolean holds = !change.tables(dataset.id()).isEmpty();
              if (holds && !Api.flag(request, "deleteContents")) {
                throw new Refusal(
                    "resourceInUse",
                    "Dataset %s:%s is still in use".formatted(project.id(), dataset.id()));
              }
              change.dropDataset(dataset.id());
              return new JsonObject();
            });
  }
}
