package sluice.extract.postgresql;

import sluice.avro.AvroBuffer;
import sluice.extract.database.Losses;

/** Turns one value of PostgreSQL's binary format into Avro, without an object in between. */
interface Decoder {

  /**
   * Writes the value.
   *
   * @return false if Avro or BigQuery cannot hold it: it was counted, and becomes NULL. What was
   *     written of it by then is for the caller to truncate
   */
  boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses);
}
