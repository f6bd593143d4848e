package sluice.contract;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads Thrift's compact protocol, as far as a Parquet footer needs it.
 *
 * @see <a
 *     href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">The
 *     protocol</a>
 */
final class Thrift {

  static final int TRUE = 1;
  static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int DOUBLE = 7;
  static final int BINARY = 8;
  static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  static final int STRUCT = 12;

  private static final int MOST_BYTES = 1 << 20;

  private final DataInputStream bytes;

  Thrift(DataInputStream bytes) {
    this.bytes = bytes;
  }

  /** What is done with a field of a struct, whose value comes next and must be taken. */
  @FunctionalInterface
  interface Fields {
    void take(int id, int type) throws IOException;
  }

  /** Goes through the fields of a struct. */
  void struct(Fields fields) throws IOException {
    int id = 0;
    while (true) {
      int head = bytes.readUnsignedByte();
      int type = head & 0x0f;
      if (type == 0) {
        return;
      }
      int step = head >> 4;
      id = step == 0 ? (int) number() : id + step;
      fields.take(id, type);
    }
  }

  /** The head of a list: how many elements follow; their type is not looked at. */
  int list() throws IOException {
    int head = bytes.readUnsignedByte();
    int size = head >> 4;
    return size == 15 ? (int) unsigned() : size;
  }

  /** A zig-zag number of any width. */
  long number() throws IOException {
    long raw = unsigned();
    return (raw >>> 1) ^ -(raw & 1);
  }

  private long unsigned() throws IOException {
    long raw = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = bytes.readUnsignedByte();
      raw |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return raw;
      }
    }
    throw new IOException("a number does not end");
  }

  String text() throws IOException {
    return new String(binary(), StandardCharsets.UTF_8);
  }

  private byte[] binary() throws IOException {
    long length = unsigned();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a text has %d bytes".formatted(length));
    }
    byte[] read = bytes.readNBytes((int) length);
    if (read.length < length) {
      throw new EOFException("it ends in a text");
    }
    return read;
  }

  /** Passes over the value of a field. */
  void skip(int type) throws IOException {
    switch (type) {
      case TRUE, FALSE -> {
        // The type is the value.
      }
      case BYTE -> bytes.readByte();
      case DOUBLE -> bytes.readLong();
      case BINARY -> binary();
      case LIST, SET -> {
        int head = bytes.readUnsignedByte();
        long size = head >> 4 == 15 ? unsigned() : head >> 4;
        for (long element = 0; element < size; element++) {
          skipElement(head & 0x0f);
        }
      }
      case MAP -> {
        long size = unsigned();
        int types = size == 0 ? 0 : bytes.readUnsignedByte();
        for (long entry = 0; entry < size; entry++) {
          skipElement(types >> 4);
          skipElement(types & 0x0f);
        }
      }
      case STRUCT -> struct((id, inner) -> skip(inner));
      default -> number();
    }
  }

  /** Within lists and maps a truth value has a byte of its own. */
  private void skipElement(int type) throws IOException {
    if (type == TRUE || type == FALSE) {
      bytes.readByte();
    } else {
      skip(type);
    }
  }
}
