package sluice.local.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sluice.local.store.Store;

/**
 * One request for a page of a bucket's objects.
 *
 * <p>https://cloud.google.com/storage/docs/json_api/v1/objects/list
 */
record Listing(
    String prefix,
    Optional<String> delimiter,
    Optional<String> startOffset,
    Optional<String> endOffset,
    Predicate<String> wanted,
    Optional<String> pageToken,
    int maxResults) {

  private static final int LARGEST_PAGE = 1_000;

  /** What a walk over the names needs of the index. */
  interface Names {
    /** The first name that is not before this one. */
    Optional<String> from(String name);

    Optional<StoredObject> find(String name);
  }

  static Listing of(Function<String, Optional<String>> parameters) {
    long asked = Preconditions.number(parameters, "maxResults").orElse((long) LARGEST_PAGE);
    if (asked < 0) {
      throw Errors.invalid("Invalid value for maxResults: " + asked);
    }
    return new Listing(
        parameters.apply("prefix").orElse(""),
        parameters.apply("delimiter").filter(delimiter -> !delimiter.isEmpty()),
        parameters.apply("startOffset").filter(offset -> !offset.isEmpty()),
        parameters.apply("endOffset").filter(offset -> !offset.isEmpty()),
        parameters.apply("matchGlob").map(Globs::matcher).orElse(name -> true),
        parameters.apply("pageToken").filter(token -> !token.isEmpty()),
        asked == 0 ? LARGEST_PAGE : (int) Math.min(asked, LARGEST_PAGE));
  }

  static Listing all(String prefix, Optional<String> pageToken) {
    return new Listing(
        prefix,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        name -> true,
        pageToken,
        LARGEST_PAGE);
  }

  ListPage walk(Names names) {
    List<StoredObject> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    Optional<String> name = names.from(start());
    String resumeAt = "";
    while (name.isPresent() && within(name.get())) {
      String here = name.get();
      if (objects.size() + prefixes.size() == maxResults) {
        return new ListPage(objects, prefixes, Optional.of(token(resumeAt)));
      }
      Optional<String> folder = folder(here);
      if (folder.isPresent()) {
        prefixes.add(folder.get());
        resumeAt = behindAll(folder.get());
      } else {
        if (wanted.test(here)) {
          names.find(here).ifPresent(objects::add);
        }
        resumeAt = here + '\0';
      }
      name = names.from(resumeAt);
    }
    return new ListPage(objects, prefixes, Optional.empty());
  }

  private String start() {
    String start = prefix;
    if (startOffset.isPresent() && Store.ORDER.compare(startOffset.get(), start) > 0) {
      start = startOffset.get();
    }
    return pageToken.map(Listing::resumeAt).orElse(start);
  }

  private boolean within(String name) {
    return name.startsWith(prefix)
        && endOffset.map(end -> Store.ORDER.compare(name, end) < 0).orElse(true);
  }

  private Optional<String> folder(String name) {
    return delimiter
        .filter(text -> name.indexOf(text, prefix.length()) >= 0)
        .map(text -> name.substring(0, name.indexOf(text, prefix.length()) + text.length()));
  }

  /** The first name behind all that start with this. */
  private static String behindAll(String start) {
    int last = start.length() - 1;
    return start.substring(0, last) + (char) (start.charAt(last) + 1);
  }

  private static String token(String resumeAt) {
    return Base64.getUrlEncoder().encodeToString(resumeAt.getBytes(StandardCharsets.UTF_8));
  }

  private static String resumeAt(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Errors.invalid("Invalid value for pageToken: '%s'".formatted(token));
    }
  }
}
