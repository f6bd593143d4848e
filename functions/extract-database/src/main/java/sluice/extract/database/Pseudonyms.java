package sluice.extract.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static sluice.RejectedException.require;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives values other names: HMAC-SHA-256 of a value's text, in hexadecimal. Under one key equal
 * values have equal names, in every source; who lacks the key cannot try values out.
 */
public final class Pseudonyms {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret at least 16 characters
   */
  public Pseudonyms(String secret) {
    require(
        secret.length() >= 16,
        "The key of hashed columns is too short",
        "Make it of 16 random characters or more, like `openssl rand -hex 32` does.");
    this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
  }

  /** For one thread's use. */
  public Naming naming() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return new Naming(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** One thread's. */
  public static final class Naming {
    private final Mac mac;

    private Naming(Mac mac) {
      this.mac = mac;
    }

    /** The name of a value, in ASCII. */
    public byte[] of(byte[] value, int at, int length) {
      mac.update(value, at, length);
      return HexFormat.of().formatHex(mac.doFinal()).getBytes(US_ASCII);
    }
  }

  /** So that no log ever shows the key. */
  @Override
  public String toString() {
    return "Pseudonyms";
  }
}
