package sluice.local.sql.udf;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** strftime's elements, and GoogleSQL's {@code %E} ones. */
final class TimeFormat {
  private final LocalDateTime at;
  private final long micros;
  private final long offset;
  private final boolean hasDate;
  private final boolean hasTime;
  private final boolean hasZone;

  private TimeFormat(long local, long micros, boolean hasDate, boolean hasTime, boolean hasZone) {
    this.at =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, 1_000_000L),
            (int) Math.floorMod(local, 1_000_000L) * 1000,
            ZoneOffset.UTC);
    this.micros = micros;
    this.offset = (local - micros) / 1_000_000;
    this.hasDate = hasDate;
    this.hasTime = hasTime;
    this.hasZone = hasZone;
  }

  static String date(String format, long days) {
    long micros = days * Clocks.DAY;
    return new TimeFormat(micros, micros, true, false, false).format(format);
  }

  static String datetime(String format, long micros) {
    return new TimeFormat(micros, micros, true, true, false).format(format);
  }

  static String time(String format, long micros) {
    return new TimeFormat(micros, micros, false, true, false).format(format);
  }

  static String timestamp(String format, long micros, String zone) {
    return new TimeFormat(Clocks.toLocal(micros, zone), micros, true, true, true).format(format);
  }

  private String format(String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      String element = element(format, i);
      out.append(allowed(element) ? value(element) : "%" + element);
      i += element.length();
    }
    return out.toString();
  }

  /** The letters after a percent sign: {@code Y}, {@code E4Y}, {@code E*S}, {@code E3S}. */
  static String element(String format, int percent) {
    int end = percent + 2;
    if (format.charAt(percent + 1) == 'E' && end < format.length()) {
      int letter = end;
      while (letter < format.length()
          && (format.charAt(letter) == '*' || Character.isDigit(format.charAt(letter)))) {
        letter++;
      }
      end = Math.min(letter + 1, format.length());
    }
    return format.substring(percent + 1, end);
  }

  /** DATE has no clock, and TIME no calendar: their elements stand as they are written. */
  private boolean allowed(String element) {
    char letter = element.charAt(element.length() - 1);
    if ("%nt".indexOf(letter) >= 0) {
      return true;
    } else if ("Zz".indexOf(letter) >= 0) {
      return hasZone;
    } else if ("cs".indexOf(letter) >= 0) {
      return hasDate && hasTime;
    }
    return "HIklMPpRSTX".indexOf(letter) >= 0 ? hasTime : hasDate;
  }

  private String value(String element) {
    return element.length() == 1 ? value(element.charAt(0)) : extended(element);
  }

  private String extended(String element) {
    char letter = element.charAt(element.length() - 1);
    String size = element.substring(1, element.length() - 1);
    return switch (letter) {
      case 'S' -> seconds(size);
      case 'Y' -> String.format(Locale.ROOT, "%04d", at.getYear());
      case 'z' -> TimeTexts.offset(offset, true);
      default -> value(letter);
    };
  }

  private String seconds(String size) {
    String fraction = String.format(Locale.ROOT, "%06d", at.getNano() / 1000);
    String digits =
        size.equals("*")
            ? fraction.replaceFirst("0+$", "")
            : (fraction + "000000000").substring(0, Math.min(Integer.parseInt(size), 9));
    return two(at.getSecond()) + (digits.isEmpty() ? "" : "." + digits);
  }

  private static String two(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }

  private static String spaced(int number) {
    return String.format(Locale.ROOT, "%2d", number);
  }

  private int hour12() {
    return (at.getHour() + 11) % 12 + 1;
  }

  private String value(char letter) {
    return switch (letter) {
      case 'H' -> two(at.getHour());
      case 'I' -> two(hour12());
      case 'k' -> spaced(at.getHour());
      case 'l' -> spaced(hour12());
      case 'M' -> two(at.getMinute());
      case 'S' -> two(at.getSecond());
      case 'p' -> at.getHour() < 12 ? "AM" : "PM";
      case 'P' -> at.getHour() < 12 ? "am" : "pm";
      case 'R' -> value('H') + ":" + value('M');
      case 'T', 'X' -> value('R') + ":" + value('S');
      case 's' -> Long.toString(Math.floorDiv(micros, 1_000_000L));
      case 'c' ->
          value('a') + " " + value('b') + " " + value('e') + " " + value('T') + " " + value('Y');
      case 'Z' -> zone();
      case 'z' -> TimeTexts.offset(offset, true).replace(":", "");
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> calendar(letter);
    };
  }

  private String zone() {
    if (offset == 0) {
      return "UTC";
    }
    long minutes = Math.abs(offset) / 60;
    String sign = offset < 0 ? "UTC-" : "UTC+";
    return minutes % 60 == 0
        ? sign + minutes / 60
        : sign + String.format(Locale.ROOT, "%02d%02d", minutes / 60, minutes % 60);
  }

  private String calendar(char letter) {
    LocalDate date = at.toLocalDate();
    return switch (letter) {
      case 'Y' -> Integer.toString(date.getYear());
      case 'y' -> two(date.getYear() % 100);
      case 'C' -> two(date.getYear() / 100);
      case 'm' -> two(date.getMonthValue());
      case 'd' -> two(date.getDayOfMonth());
      case 'e' -> spaced(date.getDayOfMonth());
      case 'j' -> String.format(Locale.ROOT, "%03d", date.getDayOfYear());
      case 'Q' -> Integer.toString(date.get(IsoFields.QUARTER_OF_YEAR));
      case 'F' ->
          String.format(
              Locale.ROOT,
              "%d-%02d-%02d",
              date.getYear(),
              date.getMonthValue(),
              date.getDayOfMonth());
      case 'D', 'x' -> value('m') + "/" + value('d') + "/" + value('y');
      case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'a' ->
          date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
      case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' ->
          date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
      case 'u' -> Integer.toString(date.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(date.getDayOfWeek().getValue() % 7);
      case 'G' -> Integer.toString(date.get(IsoFields.WEEK_BASED_YEAR));
      case 'g' -> two(date.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'V' -> two(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'U' -> two(week(date, DayOfWeek.SUNDAY));
      case 'W' -> two(week(date, DayOfWeek.MONDAY));
      default -> "%" + letter;
    };
  }

  private static int week(LocalDate date, DayOfWeek first) {
    int since = Math.floorMod(date.getDayOfWeek().getValue() - first.getValue(), 7);
    return (date.getDayOfYear() + 6 - since) / 7;
  }
}
