package sluice.extract.postgresql;

import sluice.avro.AvroBuffer;
import sluice.extract.database.Losses;
import sluice.extract.database.Pseudonyms;

/** Writes another name in a text's place. */
final class HashDecoder implements Decoder {
  private final Pseudonyms.Naming naming;

  HashDecoder(Pseudonyms.Naming naming) {
    this.naming = naming;
  }

  @Override
  public boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    byte[] name = naming.of(in, at, length);
    out.writeBytes(name, 0, name.length);
    return true;
  }
}
