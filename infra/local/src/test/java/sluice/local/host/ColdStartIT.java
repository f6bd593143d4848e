package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.local.host.functions.Clients;

final class ColdStartIT {

  private static final Logger log = LoggerFactory.getLogger(ColdStartIT.class);

  @Test
  void startsAFunctionWithClientsFromTheClassesOfItsFirstInstance(
      @TempDir Path directory, @TempDir Path own) throws Exception {
    try (HostFixture world = new HostFixture(directory, own)) {
      world
          .host()
          .deploy(
              world
                  .function(
                      "clients", Clients.class, Signature.HTTP, DeployableFolder.jarsOfTheTests())
                  .withIdleAfter(Duration.ofMillis(100)));

      long first = millisOfACall(world);
      HostFixture.await(() -> world.archives() == 1);
      HostFixture.await(() -> world.host().instances().isEmpty());
      long second = millisOfACall(world);

      log.info("Cold start with clients: {} ms, from archived classes {} ms.", first, second);
      assertThat(world.lines()).isEmpty();
    }
  }

  private static long millisOfACall(HostFixture world) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<String> answer = world.get("clients", "");
    assertThat(answer.body()).isEqualTo("http://127.0.0.1:1 http://127.0.0.1:1");
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }
}
