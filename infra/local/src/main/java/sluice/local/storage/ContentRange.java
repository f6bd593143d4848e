package sluice.local.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of the whole a chunk of a resumable upload is.
 *
 * @param start of its bytes; empty when it only asks how far the upload got, or ends it
 * @param total of the whole, where the client knows it yet
 */
record ContentRange(Optional<Long> start, Optional<Long> total) {

  private static final Pattern SYNTAX =
      Pattern.compile("bytes (?:(\\d+)-(?:\\d+|\\*)|\\*)/(\\d+|\\*)");

  static ContentRange parse(String header) {
    Matcher matcher = SYNTAX.matcher(header);
    if (!matcher.matches()) {
      throw Errors.invalid("Failed to parse Content-Range header: '%s'".formatted(header));
    }
    return new ContentRange(
        Optional.ofNullable(matcher.group(1)).map(Long::parseLong),
        Optional.of(matcher.group(2)).filter(total -> !total.equals("*")).map(Long::parseLong));
  }
}
