package sluice.extract.database;

import sluice.avro.AvroBuffer;

/** Writes another name in a text's place. */
public final class HashDecoder implements Decoder {
  private final Pseudonyms.Naming naming;

  public HashDecoder(Pseudonyms.Naming naming) {
    this.naming = naming;
  }

  @Override
  public boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    byte[] name = naming.of(in, at, length);
    out.writeBytes(name, 0, name.length);
    return true;
  }
}
