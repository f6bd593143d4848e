package sluice.local.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.local.http.ApiError;
import sluice.local.http.Request;

/** The bytes a reader asks for. */
record ByteRange(long start, long length) {

  private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** As {@code Range} says; empty for all, as also when it asks for several ranges. */
  static Optional<ByteRange> of(Request request, long size) {
    Optional<Matcher> matcher =
        request.header("range").map(SYNTAX::matcher).filter(Matcher::matches);
    if (matcher.isEmpty()) {
      return Optional.empty();
    }
    String first = matcher.get().group(1);
    String last = matcher.get().group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    long start = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
    long end =
        first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
    if (start >= size || end < start) {
      throw ApiError.reasoned(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    return Optional.of(new ByteRange(start, end - start + 1));
  }
}
