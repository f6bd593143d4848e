package sluice.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.Eventually;
import sluice.local.Receiver;
import sluice.local.TestCloud;
import sluice.local.events.Trigger;

final class FaultsTest {

  @TempDir Path folder;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.in(folder);
    cloud.storage.createBucket("bkt");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private int upload(String name) {
    String path = "/upload/storage/v1/b/bkt/o?uploadType=media&name=" + name;
    return cloud.send("POST", path, "x").statusCode();
  }

  @Test
  void failsTheSecondAndThirdUploadAndNoOther() {
    cloud.faults.add(
        RequestFault.next("POST", "^/upload/", new RequestFault.Fail(503, "backendError"))
            .in("storage")
            .from(2, 2));

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(upload("o" + i));
    }
    assertThat(statuses).containsExactly(200, 503, 503, 200);
    assertThat(cloud.storage.list("bkt", "")).hasSize(2);
  }

  @Test
  void dropsAConnectionAfterTheRequestWasCarriedOut() {
    // The JDK's client repeats what is idempotent by itself; a POST it does not.
    cloud.faults.add(RequestFault.next("POST", "^/upload/", new RequestFault.Drop()));

    assertThatThrownBy(() -> upload("o")).isInstanceOf(UncheckedIOException.class);
    assertThat(cloud.storage.find("bkt", "o")).isPresent();
    assertThat(upload("p")).isEqualTo(200);
  }

  @Test
  void runsHooksBeforeAndAfter() {
    List<String> seen = new ArrayList<>();
    cloud.faults.add(
        RequestFault.next(
            "POST",
            "/upload/",
            new RequestFault.Before(
                r -> seen.add("before " + cloud.storage.list("bkt", "").size()))));
    cloud.faults.add(
        RequestFault.next(
            "POST",
            "/upload/",
            new RequestFault.After(
                r -> seen.add("after " + cloud.storage.list("bkt", "").size()))));
    upload("o");
    upload("p");
    assertThat(seen).containsExactly("before 0", "after 1");
  }

  @Test
  void dropsAndRepeatsEvents() {
    try (Receiver function = new Receiver()) {
      cloud.triggers.put(Trigger.onFinalized("load", "bkt", function.uri()));
      String drop = cloud.faults.add(EventFault.every("load", new EventFault.Drop()));
      upload("lost");
      assertThat(cloud.triggers.pending("load")).isZero();
      assertThat(cloud.faults.lift(drop)).isTrue();
      cloud.faults.add(EventFault.every("load", new EventFault.Repeat(5)).from(1, 1));
      upload("five");
      upload("once");

      List<String> subjects = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        subjects.add(function.next().request().header("ce-subject").orElseThrow());
      }
      assertThat(subjects).filteredOn("objects/five"::equals).hasSize(5);
      assertThat(subjects).contains("objects/once");
      Eventually.holds("all are done", () -> cloud.triggers.pending("load") == 0);
      assertThat(function.quiet()).isTrue();
    }
  }

  @Test
  void deliversEventsInAnotherOrder() {
    try (Receiver function = new Receiver()) {
      cloud.triggers.put(Trigger.onFinalized("load", "bkt", function.uri()).withConcurrency(1));
      cloud.faults.add(EventFault.every("load", new EventFault.Reorder(3, Duration.ofMillis(400))));
      upload("a");
      upload("b");
      upload("c");

      List<String> subjects = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        subjects.add(function.next().request().header("ce-subject").orElseThrow());
      }
      assertThat(subjects).containsExactly("objects/c", "objects/b", "objects/a");
    }
  }

  @Test
  void isSwitchedOverHttp() {
    String made =
        cloud
            .send(
                "POST",
                "/_sluice/faults",
                """
                {"request":{"service":"storage","method":"POST","path":"/upload/","count":2,
                            "fail":{"status":429,"reason":"rateLimitExceeded"}}}
                """)
            .body();
    assertThat(made).isEqualTo("{\"id\":\"1\"}");
    assertThat(upload("o")).isEqualTo(429);
    assertThat(cloud.send("GET", "/_sluice/faults", "").body()).contains("\"seen\":1");
    assertThat(cloud.send("DELETE", "/_sluice/faults/1", "").statusCode()).isEqualTo(200);
    assertThat(cloud.send("DELETE", "/_sluice/faults/1", "").statusCode()).isEqualTo(404);
    assertThat(upload("o")).isEqualTo(200);
    assertThat(cloud.send("POST", "/_sluice/faults", "{\"event\":{\"trigger\":\"load\"}}").body())
        .contains("an event's effect is missing. Write drop, delay, repeat or reorder.");
  }

  @Test
  void killsAFunctionOnceAnObjectIsThereAndBeforeItsWriterHearsSo() {
    post("{\"object\":{\"name\":\"^state/\",\"nth\":2,\"kill\":\"load\"}}");

    upload("state%2Fa");
    upload("other");
    assertThat(cloud.killed).isEmpty();
    upload("state%2Fb");
    assertThat(cloud.killed).containsExactly("load");
    upload("state%2Fc");
    assertThat(cloud.killed).containsExactly("load");
  }

  @Test
  void killsAFunctionBeforeOrAfterARequest() {
    post("{\"request\":{\"path\":\"/upload/\",\"kill\":\"load\",\"when\":\"before\"}}");
    post("{\"request\":{\"path\":\"/upload/\",\"nth\":2,\"kill\":\"tend\"}}");

    upload("o");
    assertThat(cloud.killed).containsExactly("load");
    upload("p");
    assertThat(cloud.killed).containsExactly("load", "tend");
    assertThat(post("{\"request\":{\"kill\":\"load\",\"when\":\"now\"}}"))
        .contains("'when' is neither before nor after. Write one of them.");
  }

  private String post(String fault) {
    return cloud.send("POST", "/_sluice/faults", fault).body();
  }
}
