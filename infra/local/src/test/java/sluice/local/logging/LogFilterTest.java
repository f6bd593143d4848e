package sluice.local.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogFilterTest {

  private static final JsonObject ENTRY =
      JsonParser.parseString(
              """
              {"severity":"WARNING","timestamp":"2026-03-01T09:00:00.5Z","textPayload":"Slow load",
               "resource":{"type":"bigquery_project","labels":{"project_id":"p1"}},
               "jsonPayload":{"event":"load.submitted","rows":120,"ok":true},
               "protoPayload":{"metadata":{
                 "@type":"type.googleapis.com/google.cloud.audit.BigQueryAuditMetadata",
                 "jobChange":{"after":"DONE","job":{"jobConfig":{"labels":{"sluice":"load"}}}}}}}
              """)
          .getAsJsonObject();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "severity>=WARNING",
        "severity=warning",
        "jsonPayload.event=\"load.submitted\"",
        "jsonPayload.event = load.submitted AND severity != ERROR",
        "jsonPayload.rows>=100 jsonPayload.rows<121",
        "jsonPayload.ok=true",
        "timestamp>=\"2026-03-01T09:00:00Z\"",
        "timestamp>=2026-03-01T18:00:00+09:00",
        "timestamp<\"2026-03-02\"",
        "resource.labels.project_id=\"p1\" -- a comment\n AND resource.type:bigquery",
        "NOT severity=ERROR",
        "-severity=ERROR",
        "severity=ERROR OR severity=WARNING AND jsonPayload.ok:*",
        "(severity=ERROR) OR (NOT jsonPayload.none=\"x\")",
        "severity=(ERROR OR WARNING)",
        "jsonPayload.event=~\"^load\\\\.\"",
        "\"slow\"",
        "protoPayload.metadata.\"@type\"=\"type.googleapis.com/google.cloud.audit.BigQueryAuditMetadata\""
            + " AND resource.type=\"bigquery_project\""
            + " AND protoPayload.metadata.jobChange.after=\"DONE\""
            + " AND protoPayload.metadata.jobChange.job.jobConfig.labels.sluice=\"load\"",
      })
  void letsThrough(String filter) {
    assertThat(LogFilter.parse(filter).matches(ENTRY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity>=ERROR",
        "jsonPayload.none=\"x\"",
        "jsonPayload.none!=\"x\"",
        "jsonPayload.rows>120",
        "jsonPayload.rows>\"13\" AND jsonPayload.rows<\"20\"",
        "timestamp>\"2026-03-01T09:00:01Z\"",
        // OR binds tighter: (WARNING or ok) and no such event.
        "severity=WARNING OR jsonPayload.ok=true AND jsonPayload.event=\"other\"",
        "NOT (severity=WARNING AND jsonPayload.ok=true)",
        "resource.type=\"bigquery_project\" AND NOT textPayload:\"LOAD\"",
        "absent",
      })
  void holdsBack(String filter) {
    assertThat(LogFilter.parse(filter).matches(ENTRY)).isFalse();
  }

  @Test
  void saysWhereAFilterIsWrong() {
    assertThatThrownBy(() -> LogFilter.parse("severity>="))
        .hasMessage("filter, at character 11: found 'its end', but expected a value.");
    assertThatThrownBy(() -> LogFilter.parse("(severity=ERROR"))
        .hasMessage(
            "filter, at character 16: found 'its end', but expected a closing parenthesis.");
    assertThatThrownBy(() -> LogFilter.parse("severity>=LOUD"))
        .hasMessageStartingWith("'LOUD' is not a severity. Write one of [DEFAULT, DEBUG,");
    assertThatThrownBy(() -> LogFilter.parse("a=\"b"))
        .hasMessage(
            "filter, at character 3: '\"' begins nothing that is known. Quote text that is not a"
                + " plain word.");
  }
}
