package sluice.local.sql.udf;

import java.sql.Connection;

/** All functions that translated statements call, each named {@code gs_...}. */
public final class Udfs {
  private Udfs() {}

  /** Adds them to a database; every connection to it sees them. */
  public static void addTo(Connection connection) {
    Registrar registrar = new Registrar(connection);
    Numbers.addTo(registrar);
    Numerics.addTo(registrar);
    BigNumerics.addTo(registrar);
    Texts.addTo(registrar);
    Regexps.addTo(registrar);
    Bytes.addTo(registrar);
    Dates.addTo(registrar);
    Clocks.addTo(registrar);
    TimeTexts.addTo(registrar);
    NumberTexts.addTo(registrar);
    Jsons.addTo(registrar);
    JsonWriting.addTo(registrar);
  }
}
