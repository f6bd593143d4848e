package sluice.extract.database;

import java.util.Locale;

/** Tells hosts that are this machine itself, by their names alone. */
public final class Loopback {

  private Loopback() {}

  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.startsWith("127.")
        || name.equals("::1")
        || name.equals("[::1]");
  }
}
