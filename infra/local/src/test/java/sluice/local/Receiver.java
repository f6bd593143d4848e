package sluice.local;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sluice.local.http.LoopbackServer;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** An HTTP server that keeps what it is sent, and answers as told: at first so, then 204. */
public final class Receiver implements AutoCloseable {

  /** What it was sent. */
  public record Got(Request request, String body) {}

  private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final LoopbackServer server;

  public Receiver(Integer... statuses) {
    answers.addAll(List.of(statuses));
    server = LoopbackServer.start(0, new Routes().on("POST", "/{path+}", this::answer));
  }

  public URI uri() {
    return URI.create(server.address() + "/deliver");
  }

  public Got next() {
    try {
      Got next = got.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was delivered for ten seconds");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean quiet() {
    return got.isEmpty();
  }

  private Response answer(Request request) throws java.io.IOException {
    got.add(new Got(request, new String(request.body().readAllBytes(), StandardCharsets.UTF_8)));
    synchronized (answers) {
      return Response.empty(answers.isEmpty() ? 204 : answers.removeFirst());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
