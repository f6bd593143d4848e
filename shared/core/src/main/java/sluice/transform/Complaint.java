package sluice.transform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.warehouse.Job;

/**
 * Why a query failed, as it may be logged. What is wrong with its text is said whole, with the
 * place that BigQuery names; what went wrong with rows up to the first of their values.
 */
final class Complaint {

  /** What a message has that is about a query's text: its author wrote whatever it quotes. */
  private static final Pattern PLACE = Pattern.compile("^Syntax error|at \\[\\d+:\\d+]");

  /** Where messages begin to quote a row: {@code Bad int64 value: x}, {@code zero: 4 / 0}. */
  private static final Pattern VALUE =
      Pattern.compile("['\"`\u2018\u201c]|\\bvalue\\b|: [-+.]?\\d", Pattern.CASE_INSENSITIVE);

  private Complaint() {}

  static String of(Job.Failure failure, String jobId) {
    String message = failure.message();
    boolean ofRows = failure.ofInput() || failure.reason().equals("invalidQuery");
    Matcher value = VALUE.matcher(message);
    if (!ofRows || PLACE.matcher(message).find() || !value.find()) {
      return message;
    }
    return "%s ... (job %s has the whole message.)"
        .formatted(message.substring(0, value.start()).stripTrailing(), jobId);
  }
}
