package sluice.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Who does the same to many files: one after the other, or several at a time. */
public interface Crew {

  /** One after the other; what one throws, the rest does not see. */
  Crew ALONE =
      new Crew() {
        @Override
        public <T, R> List<R> each(List<T> all, Function<T, R> work) {
          List<R> results = new ArrayList<>();
          all.forEach(one -> results.add(work.apply(one)));
          return results;
        }
      };

  /** The results, in the order of what they are of; throws what one of them threw. */
  <T, R> List<R> each(List<T> all, Function<T, R> work);

  /** As many at a time as the executor does; ends when all have ended. */
  static Crew of(Executor executor) {
    return new Crew() {
      @Override
      public <T, R> List<R> each(List<T> all, Function<T, R> work) {
        List<CompletableFuture<R>> results =
            all.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> work.apply(one), executor))
                .toList();
        try {
          CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw e;
        }
        return results.stream().map(CompletableFuture::join).toList();
      }
    };
  }
}
