package sluice.local.sql.udf;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** strptime's elements: what is not given is that of 1970-01-01 00:00:00. */
final class TimeParse {
  private static final List<String> MONTHS =
      Arrays.stream(Month.values())
          .map(m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
          .toList();
  private static final List<String> DAYS =
      Arrays.stream(DayOfWeek.values())
          .map(d -> d.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
          .toList();

  private final String format;
  private final String text;
  private int at;
  private long year = 1970;
  private long month = 1;
  private long day = 1;
  private long hour;
  private long minute;
  private long second;
  private long fraction;
  private Optional<Boolean> afternoon = Optional.empty();
  private Optional<Long> dayOfYear = Optional.empty();
  private Optional<String> zone = Optional.empty();
  private Optional<Long> unixSeconds = Optional.empty();

  private TimeParse(String format, String text) {
    this.format = format;
    this.text = text;
  }

  /** Reads the text by the format. */
  static TimeParse of(Object format, Object text) {
    TimeParse parse = new TimeParse((String) format, (String) text);
    parse.run(parse.format);
    parse.skipSpaces();
    if (parse.at < parse.text.length()) {
      throw parse.failed();
    }
    return parse;
  }

  Long days() {
    if (unixSeconds.isPresent()) {
      return Math.floorDiv(unixSeconds.get(), 86_400L);
    }
    long days =
        dayOfYear
            .map(d -> LocalDate.of((int) year, 1, 1).toEpochDay() + d - 1)
            .orElseGet(() -> Dates.of(year, month, day));
    return Dates.check(days);
  }

  Long micros() {
    if (unixSeconds.isPresent()) {
      return unixSeconds.get() * 1_000_000;
    }
    long civil = afternoon.map(pm -> hour % 12 + (pm ? 12 : 0)).orElse(hour);
    return Clocks.check(
        days() * Clocks.DAY + ((civil * 60 + minute) * 60 + second) * 1_000_000 + fraction);
  }

  Long instant(String defaultZone) {
    return unixSeconds.isPresent()
        ? micros()
        : Clocks.fromLocal(micros(), zone.orElse(defaultZone));
  }

  private IllegalArgumentException failed() {
    return new IllegalArgumentException(
        "Failed to parse input string \"%s\" with format \"%s\"".formatted(text, format));
  }

  private void run(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' && i + 1 < pattern.length()) {
        String element = TimeFormat.element(pattern, i);
        element(element);
        i += element.length();
      } else if (Character.isWhitespace(c)) {
        skipSpaces();
      } else if (at < text.length() && text.charAt(at) == c) {
        at++;
      } else {
        throw failed();
      }
    }
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private long number(int digits, long least, long most) {
    int from = at;
    while (at < text.length() && at - from < digits && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (from == at) {
      throw failed();
    }
    long number = Long.parseLong(text.substring(from, at));
    if (number < least || number > most) {
      throw failed();
    }
    return number;
  }

  private int name(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String full = names.get(i);
      for (int length : new int[] {full.length(), 3}) {
        if (text.regionMatches(true, at, full, 0, length)) {
          at += length;
          return i + 1;
        }
      }
    }
    throw failed();
  }

  private void element(String element) {
    if (element.length() > 1) {
      extended(element);
      return;
    }
    switch (element.charAt(0)) {
      case 'Y' -> year = number(4, 0, 9999);
      case 'y' -> twoDigitYear();
      case 'm' -> month = number(2, 1, 12);
      case 'd', 'e' -> spacedDay();
      case 'j' -> dayOfYear = Optional.of(number(3, 1, 366));
      case 'B', 'b', 'h' -> month = name(MONTHS);
      case 'A', 'a' -> name(DAYS);
      case 'F' -> run("%Y-%m-%d");
      case 'D', 'x' -> run("%m/%d/%y");
      case 'c' -> run("%a %b %e %H:%M:%S %Y");
      default -> clock(element);
    }
  }

  private void clock(String element) {
    switch (element.charAt(0)) {
      case 'H', 'k' -> hour = spaced(0, 23);
      case 'I', 'l' -> hour = spaced(1, 12);
      case 'M' -> minute = number(2, 0, 59);
      case 'S' -> second = number(2, 0, 60);
      case 'T', 'X' -> run("%H:%M:%S");
      case 'R' -> run("%H:%M");
      case 'p', 'P' -> afternoon = Optional.of(name(List.of("AM", "PM")) == 2);
      case 's' -> unixSeconds = Optional.of(signed());
      case 'z' -> zone = Optional.of(offset());
      case 'Z' -> zone = Optional.of(zoneName());
      case 'n', 't' -> skipSpaces();
      case '%' -> run("%");
      default ->
          throw new IllegalArgumentException(
              "The local engine does not parse %"
                  + element
                  + ". Rewrite the statement without it.");
    }
  }

  private void extended(String element) {
    switch (element.charAt(element.length() - 1)) {
      case 'S' -> fractionalSeconds();
      case 'Y' -> year = number(4, 0, 9999);
      case 'z' -> zone = Optional.of(offset());
      default ->
          throw new IllegalArgumentException(
              "The local engine does not parse %"
                  + element
                  + ". Rewrite the statement without it.");
    }
  }

  private void twoDigitYear() {
    long number = number(2, 0, 99);
    year = number + (number < 69 ? 2000 : 1900);
  }

  private void spacedDay() {
    skipSpaces();
    day = number(2, 1, 31);
  }

  private long spaced(long least, long most) {
    skipSpaces();
    return number(2, least, most);
  }

  private long signed() {
    boolean negative = at < text.length() && text.charAt(at) == '-';
    at += negative ? 1 : 0;
    long number = number(12, 0, Long.MAX_VALUE);
    return negative ? -number : number;
  }

  private void fractionalSeconds() {
    second = number(2, 0, 60);
    if (at < text.length() && text.charAt(at) == '.') {
      int from = ++at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      fraction = Long.parseLong((text.substring(from, at) + "000000").substring(0, 6));
    }
  }

  private String offset() {
    int from = at;
    while (at < text.length() && "+-:0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (from == at && at < text.length() && Character.toUpperCase(text.charAt(at)) == 'Z') {
      at++;
      return "UTC";
    }
    return text.substring(from, at);
  }

  private String zoneName() {
    int from = at;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }
}
