package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import sluice.local.bigquery.store.Refusal;

/**
 * What a job that succeeded leaves in its resource.
 *
 * @param statistics joins the job's own
 * @param warnings errors that did not stop it, such as bad records within their bound
 * @param destination where a query's rows are, when the query did not say where to
 */
record Outcome(
    JsonObject statistics, List<Refusal.Problem> warnings, Optional<JsonObject> destination) {

  static Outcome of(JsonObject statistics) {
    return new Outcome(statistics, List.of(), Optional.empty());
  }
}
