package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;
import sluice.schema.TableId;
import sluice.warehouse.Labels;

final class JobEventsTest {

  private static final TableId ORDERS = TableId.parse("lake.orders");

  /** As Cloud Logging exports the completion of a load. */
  private static final String ENTRY =
      """
      {"insertId": "-1a2b3c",
       "logName": "projects/p1/logs/cloudaudit.googleapis.com%%2Fdata_access",
       "severity": "INFO",
       "timestamp": "2026-03-02T12:00:05.120Z",
       "resource": {"type": "bigquery_project",
                    "labels": {"project_id": "p1", "location": "asia-northeast1"}},
       "operation": {"id": "1772452800000-p1:job_1", "producer": "bigquery.googleapis.com",
                     "last": true},
       "protoPayload": {
         "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
         "serviceName": "bigquery.googleapis.com",
         "methodName": "google.cloud.bigquery.v2.JobService.InsertJob",
         "resourceName": "projects/p1/jobs/job_1",
         "status": {},
         "metadata": {
           "@type": "type.googleapis.com/google.cloud.audit.BigQueryAuditMetadata",
           "jobChange": {
             "before": "RUNNING", "after": "DONE",
             "job": {
               "jobName": "projects/p1/jobs/job_1",
               "jobConfig": {
                 "type": "IMPORT",
                 "labels": %s,
                 "loadConfig": {
                   "sourceUris": ["gs://b/landing/_claimed/partner.orders/1/a.csv"],
                   "destinationTable": "projects/p1/datasets/lake/tables/orders",
                   "createDisposition": "CREATE_IF_NEEDED",
                   "writeDisposition": "WRITE_APPEND"}},
               "jobStatus": {"jobState": "DONE"},
               "jobStats": {"createTime": "2026-03-02T12:00:01Z",
                            "startTime": "2026-03-02T12:00:02Z",
                            "endTime": "2026-03-02T12:00:05Z",
                            "loadStats": {"totalOutputBytes": "352"}}}}}}}
      """;

  @Test
  void namesTheTableThatAJobWasFor() {
    Map<String, String> labels = new Labels("company", Labels.Step.LOAD, ORDERS).map();

    assertThat(JobEvents.table(entry(new Gson().toJson(labels)))).contains(ORDERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "\"sluice\"",
        "{\"team\": \"finance\"}",
        "{\"sluice_dataset\": \"lake\"}",
        "{\"sluice_dataset\": \"lake\", \"sluice_table\": null}",
        "{\"sluice_dataset\": \"lake\", \"sluice_table\": {}}"
      })
  void leavesOtherPeoplesJobsAlone(String labels) {
    assertThat(JobEvents.table(entry(labels))).isEmpty();
  }

  @Test
  void leavesAnEntryAloneThatWasCutShort() {
    assertThat(JobEvents.table(ReceivedEvent.ofMessage("{\"protoPayload\": {\"metadata\": {}}}")))
        .isEmpty();
    assertThat(JobEvents.table(ReceivedEvent.ofMessage("{\"textPayload\": \"hello\"}"))).isEmpty();
  }

  @Test
  void leavesAMessageAloneThatHasNoText() {
    assertThat(JobEvents.table(ReceivedEvent.of(null))).isEmpty();
    assertThat(JobEvents.table(ReceivedEvent.of("{\"message\": {}}"))).isEmpty();
  }

  @Test
  void rejectsAMessageThatIsNotJson() {
    assertThatThrownBy(() -> JobEvents.table(ReceivedEvent.ofMessage("{\"protoPayload\": ")))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(" is not JSON. ");
  }

  @Test
  void rejectsAMessageThatIsNotBase64() {
    assertThatThrownBy(
            () -> JobEvents.table(ReceivedEvent.of("{\"message\": {\"data\": \"***\"}}")))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(" is not base64. ");
  }

  private static ReceivedEvent entry(String labels) {
    return ReceivedEvent.ofMessage(ENTRY.formatted(labels));
  }
}
