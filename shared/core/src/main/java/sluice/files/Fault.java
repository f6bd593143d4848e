package sluice.files;

import java.util.Optional;

/**
 * Why a file cannot be loaded, as Sluice itself found.
 *
 * @param reason one word for it: {@code encoding}, {@code header}, {@code gzip}, {@code csv},
 *     {@code size}
 * @param problem what is wrong, a sentence; holds nothing of what the file holds
 * @param detail the same with the file's own words, where they tell more
 * @param line where, from 1
 * @param text the text that is wrong, if it can be shown
 * @param remedy what to do, a sentence
 */
public record Fault(
    String reason,
    String problem,
    Optional<String> detail,
    Optional<Long> line,
    Optional<String> text,
    String remedy) {

  static Fault at(long line, String reason, String problem, String remedy) {
    return new Fault(
        reason, problem, Optional.empty(), Optional.of(line), Optional.empty(), remedy);
  }

  /** A file that would have to be written anew, and is too large for one call of a function. */
  public static Fault tooLargeToRewrite(long bytes) {
    return new Fault(
        "size",
        "The file has %d bytes and would have to be written anew, for its encoding or the order of its columns."
            .formatted(bytes),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "Send it in pieces, or in UTF-8 and in the order of the table's columns.");
  }
}
