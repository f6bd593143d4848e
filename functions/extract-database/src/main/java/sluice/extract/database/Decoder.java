package sluice.extract.database;

import sluice.avro.AvroBuffer;

/** Turns one value of a database's own format into Avro, without an object in between. */
public interface Decoder {

  /**
   * Writes the value.
   *
   * @return false if Avro or BigQuery cannot hold it: it was counted, and becomes NULL. What was
   *     written of it by then is for the caller to truncate
   */
  boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses);
}
