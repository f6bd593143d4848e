package sluice.local.bigquery.rest;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import sluice.local.bigquery.jobs.Uploads;
import sluice.local.bigquery.store.Json;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** All of the API's routes. */
public final class BigQueryApi {

  private BigQueryApi() {}

  /**
   * The routes.
   *
   * @param projects opens a project, or creates it
   * @param known the ids of the projects there are
   */
  public static Routes routes(
      Function<String, Project> projects, Supplier<List<String>> known, Uploads uploads) {
    Routes routes = new Routes();
    Api api = new Api(routes, projects);
    new UploadsApi(projects, uploads).routes(routes);
    QueriesApi.routes(api);
    JobsApi.routes(api);
    TableDataApi.routes(api);
    TablesApi.routes(api);
    DatasetsApi.routes(api);
    routes.on("GET", "/bigquery/v2/projects", request -> projects(known.get()));
    return routes;
  }

  private static Response projects(List<String> known) {
    var projects =
        known.stream()
            .map(
                id ->
                    Json.of(
                        "kind",
                        "bigquery#project",
                        "id",
                        id,
                        "friendlyName",
                        id,
                        "projectReference",
                        Json.of("projectId", id)))
            .toList();
    return Response.json(
        200,
        Json.of(
                "kind", "bigquery#projectList",
                "projects", Json.arrayOf(projects),
                "totalItems", projects.size())
            .toString());
  }
}
