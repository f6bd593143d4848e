package sluice.load;

import java.util.Optional;

/**
 * Why an object is in quarantine; lies beside it.
 *
 * @param object its path, as it landed
 * @param reason BigQuery's, or Sluice's own: {@code encoding}, {@code header}, {@code gzip}, {@code
 *     csv}, {@code size}
 * @param problem what is wrong, for a person
 * @param message BigQuery's own, or the problem with the file's own words
 * @param line where, from 1
 * @param text what stands there, cut to 200 characters; masked if it may be sensitive
 * @param remedy what to do
 */
public record Reason(
    String object,
    String table,
    String reason,
    String problem,
    Optional<String> message,
    Optional<Long> line,
    Optional<String> column,
    Optional<String> text,
    String remedy) {}
