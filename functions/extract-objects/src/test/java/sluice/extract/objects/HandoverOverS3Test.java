package sluice.extract.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.UnavailableException;
import sluice.handover.Handovers;
import sluice.plan.LandingTable;
import sluice.plan.Plans;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.ManualClock;
import sluice.testing.PlanBuilder;

/** The whole of a handover, from a real S3 server into a bucket in memory. */
final class HandoverOverS3Test {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static S3Server server;

  private final ManualClock clock = ManualClock.atNoon();
  private final InMemoryObjectStore store = new InMemoryObjectStore(clock);
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = new S3Server(directory);
    System.setProperty("aws.endpointUrlS3", server.address().toString());
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local-secret");
  }

  @AfterAll
  static void stop() {
    List.of("aws.endpointUrlS3", "aws.accessKeyId", "aws.secretAccessKey")
        .forEach(System::clearProperty);
    server.close();
  }

  @Test
  void copiesSmallObjectsAndLargeOnesAsTheyAre() {
    Random random = new Random(3);
    byte[] part = new byte[16 << 20];
    random.nextBytes(part);
    server.put("export/whole/small.csv", "a,b\n");
    server.putInParts("export/whole/large.bin", List.of(part, part, part, part, part, part));

    take("whole/**");

    assertThat(landed()).containsExactly("whole/large.bin", "whole/small.csv");
    String large =
        store.names("landing/_parts/").stream()
            .filter(name -> name.endsWith("large.bin"))
            .findFirst()
            .orElseThrow();
    assertThat(store.find(large).orElseThrow().size()).isEqualTo(6L * (16 << 20));
    assertThat(store.names("landing/_stretches/")).isEmpty();
  }

  @Test
  void noticesAnObjectThatIsNotWhatItsTagSays() {
    server.put("export/damaged/good.csv", "a,b\n");
    server.put("export/damaged/small.csv", "a,b\n");
    server.damage("export/damaged/small.csv");
    byte[] part = new byte[16 << 20];
    server.putInParts("export/damaged/large.bin", List.of(part, part, part, part, part));
    server.damage("export/damaged/large.bin");

    assertThatThrownBy(() -> take("damaged/**"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("could not be copied rightly");
    assertThat(landed()).containsExactly("damaged/good.csv");
    assertThat(store.names("landing/_stretches/")).isEmpty();
  }

  /** Some arrive while it looks, and many have one time. */
  @Test
  void missesNothingOfWhatArrivesWhileItLooks() {
    IntStream.range(0, 300).parallel().forEach(i -> server.put(key(i), "x"));
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      int from = 300 + 300 * writer;
      Thread thread =
          new Thread(() -> IntStream.range(from, from + 300).forEach(i -> server.put(key(i), "x")));
      thread.start();
      writers.add(thread);
    }
    while (writers.stream().anyMatch(Thread::isAlive)) {
      take("arriving/**");
    }
    take("arriving/**");

    assertThat(landed())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 900).mapToObj(i -> key(i).substring("export/".length())).toList());
  }

  /** Keys lie in another order than they come. */
  private static String key(int i) {
    return "export/arriving/%03d/%d".formatted(i * 7 % 900, i);
  }

  private void take(String include) {
    LandingTable table =
        PlanBuilder.handedOver("lake.payments", List.of(include), List.of(), Optional.empty());
    Plans plans = new Plans(store);
    plans.publish(new PlanBuilder().with(table).build());
    new Handovers(
            plans,
            store,
            new S3Buckets(true, () -> ""),
            clock,
            () -> "call-" + calls.incrementAndGet(),
            Duration.ofMinutes(25))
        .take("payments", NOON);
  }

  /** The keys of what commits name. */
  private List<String> landed() {
    return store.names("landing/_parts/").stream()
        .map(name -> name.split("/", 7)[6])
        .sorted()
        .toList();
  }
}
