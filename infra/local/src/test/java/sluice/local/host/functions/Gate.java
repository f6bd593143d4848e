package sluice.local.host.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leaves a file for each request it begins, and answers once the gate, a file too, is there. The
 * answer: its process, and how many requests were in it at that time.
 */
public final class Gate implements HttpFunction {

  private static final AtomicInteger inside = new AtomicInteger();

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    Path folder = Path.of(System.getenv("GATE"));
    int together = inside.incrementAndGet();
    try {
      Files.createFile(folder.resolve("begun-" + UUID.randomUUID()));
      while (!Files.exists(folder.resolve("open"))) {
        Thread.sleep(5);
      }
      response.getWriter().write(ProcessHandle.current().pid() + " " + together);
    } finally {
      inside.decrementAndGet();
    }
  }
}
