package sluice.local.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The digest of bytes as they come. Not safe for use by several threads. */
final class RunningDigest {
  private final CRC32C crc = new CRC32C();
  private final MessageDigest md5 = md5();
  private long size;

  void update(byte[] bytes, int length) {
    crc.update(bytes, 0, length);
    md5.update(bytes, 0, length);
    size += length;
  }

  /** How many bytes came so far. */
  long size() {
    return size;
  }

  /** The digest of what came, after which no more may come. */
  Digest end() {
    byte[] checksum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    Base64.Encoder base64 = Base64.getEncoder();
    return new Digest(size, base64.encodeToString(md5.digest()), base64.encodeToString(checksum));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks MD5", e);
    }
  }
}
