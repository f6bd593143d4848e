package sluice.local.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one instance: when it is ready, what it says, how it ends. */
final class InstanceProcess {

  private static final Logger log = LoggerFactory.getLogger(InstanceProcess.class);
  private static final int START_SECONDS = 120;
  private static final int REMEMBERED_LINES = 12;

  private final String id;
  private final Process process;
  private final String word;
  private final boolean drafts;
  private final Consumer<String> logs;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<Integer> port =
      new CompletableFuture<Integer>().orTimeout(START_SECONDS, TimeUnit.SECONDS);
  private final CompletableFuture<Integer> ended;

  InstanceProcess(String id, Process process, String word, boolean drafts, Consumer<String> logs) {
    this.id = id;
    this.process = process;
    this.word = word;
    this.drafts = drafts;
    this.logs = logs;
    CompletableFuture<Void> output = follow(process.getInputStream(), "stdout", this::heard);
    CompletableFuture<Void> errors = follow(process.getErrorStream(), "stderr", this::said);
    this.ended =
        CompletableFuture.allOf(output, errors)
            .thenCombine(process.onExit(), (nothing, gone) -> gone.exitValue());
    onEnd(this::neverReady);
    onReady(this::tooSlow);
  }

  String id() {
    return id;
  }

  long pid() {
    return process.pid();
  }

  /** Whether it writes an archive of its classes when it ends by itself. */
  boolean drafts() {
    return drafts;
  }

  /** Gives its port, once the function is built; or why there is none, when it ends before. */
  void onReady(BiConsumer<? super @Nullable Integer, ? super @Nullable Throwable> action) {
    CompletableFuture<?> unused = port.whenComplete(action);
  }

  /** Gives its exit code, as soon as it is gone. */
  void onGone(IntConsumer action) {
    CompletableFuture<?> unused =
        process.onExit().thenAccept(gone -> action.accept(gone.exitValue()));
  }

  /** Gives its exit code, once it is gone and all it said has been read. */
  void onEnd(IntConsumer action) {
    CompletableFuture<?> unused = ended.thenAccept(action::accept);
  }

  CompletableFuture<Integer> ended() {
    return ended;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it, as SIGKILL does: no hook of it runs. */
  void kill() {
    process.destroyForcibly();
  }

  /** Returns once the process is gone; one that was killed goes at once. */
  void awaitGone() {
    process.onExit().join();
  }

  /** Lets it end by itself. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      kill();
    }
  }

  private void heard(String line) {
    int at = port.isDone() ? -1 : line.indexOf(word);
    if (at < 0) {
      said(line);
      return;
    }
    if (at > 0) {
      said(line.substring(0, at));
    }
    port.complete(Integer.parseInt(line.substring(at + word.length()).trim()));
  }

  private void said(String line) {
    if (!port.isDone()) {
      synchronized (lastLines) {
        lastLines.addLast(line.substring(0, Math.min(line.length(), 500)));
        if (lastLines.size() > REMEMBERED_LINES) {
          lastLines.removeFirst();
        }
      }
    }
    try {
      logs.accept(line);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("A line of {} is lost: {}", id, line);
    }
  }

  private void neverReady(int exitCode) {
    if (!port.isDone()) {
      String said;
      synchronized (lastLines) {
        said = String.join("\n", lastLines);
      }
      port.completeExceptionally(
          new IllegalStateException(
              "instance %s ended with code %d before it was ready. Look at what it said:\n%s"
                  .formatted(id, exitCode, said)));
    }
  }

  private void tooSlow(@Nullable Integer port, @Nullable Throwable failure) {
    if (failure != null) {
      kill();
    }
  }

  private CompletableFuture<Void> follow(
      InputStream stream, String name, Consumer<String> consumer) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                Lines.read(stream, consumer);
              } catch (IOException e) {
                log.atDebug().setCause(e).log("{} of {} broke off.", name, id);
              } finally {
                end.complete(null);
              }
            },
            id + "-" + name);
    reader.setDaemon(true);
    reader.start();
    return end;
  }
}
