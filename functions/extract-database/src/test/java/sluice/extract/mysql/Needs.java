package sluice.extract.mysql;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The libraries that a program for Linux on x86-64 asks for. One can be taken out whose functions
 * are not called, or have one of libc's that does as well: libc takes its place, which the program
 * needs anyway. What libc has no function for is made weak, so that it may be missing; to call it
 * would be a jump to address zero.
 *
 * @see <a
 *     href="https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html">How
 *     a program asks for versions of symbols</a>
 */
final class Needs {
  private static final String LIBC = "libc.so.6";
  private static final String LIBC_VERSION = "GLIBC_2.2.5";

  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int SEGMENT_LENGTH = 56;

  private static final long NEEDED = 1;
  private static final long STRINGS = 5;
  private static final long SYMBOLS = 6;
  private static final long HASHES = 0x6ffffef5L;
  private static final long VERSIONS_OF_SYMBOLS = 0x6ffffff0L;
  private static final long NEEDED_VERSIONS = 0x6ffffffeL;
  private static final long COUNT_OF_NEEDED_VERSIONS = 0x6fffffffL;

  private static final int SYMBOL_LENGTH = 24;
  private static final int WEAK = 2 << 4;

  private final ByteBuffer file;
  private final Set<String> dropped;
  private final Map<String, String> substitutes;
  private final Map<Long, Long> addresses = new HashMap<>();

  private Needs(ByteBuffer file, Set<String> dropped, Map<String, String> substitutes) {
    this.file = file;
    this.dropped = dropped;
    this.substitutes = substitutes;
  }

  /**
   * Changes a program so that it starts without some libraries.
   *
   * @param substitutes which function of libc, one that the program asks for itself, is called in a
   *     dropped one's place
   */
  static void drop(Path program, Set<String> libraries, Map<String, String> substitutes)
      throws IOException {
    byte[] bytes = Files.readAllBytes(program);
    new Needs(ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN), libraries, substitutes).drop();
    Files.write(program, bytes);
  }

  /** A library that versions of symbols are asked of. */
  private record Library(int at, String name, List<Version> versions) {
    Version version(String wanted) {
      return versions.stream().filter(one -> one.name.equals(wanted)).findFirst().orElseThrow();
    }
  }

  /**
   * One of them.
   *
   * @param number what symbols name it by
   */
  private record Version(int at, String name, short number) {}

  private void drop() {
    int dynamic = Math.toIntExact(segment(DYNAMIC, 0).offset);
    for (int at = dynamic; file.getLong(at) != 0; at += 16) {
      addresses.put(file.getLong(at), file.getLong(at + 8));
    }
    List<Library> libraries = libraries();
    Library libc =
        libraries.stream().filter(one -> one.name.equals(LIBC)).findFirst().orElseThrow();
    int name = file.getInt(libc.at + 4);
    for (int at = dynamic; file.getLong(at) != 0; at += 16) {
      if (file.getLong(at) == NEEDED && dropped.contains(string(file.getLong(at + 8)))) {
        file.putLong(at + 8, name);
      }
    }
    Version version = libc.version(LIBC_VERSION);
    Set<Short> gone = new HashSet<>();
    for (Library library : libraries) {
      if (dropped.contains(library.name)) {
        file.putInt(library.at + 4, name);
        for (Version old : library.versions) {
          file.putInt(old.at, file.getInt(version.at));
          file.putInt(old.at + 8, file.getInt(version.at + 8));
          gone.add(old.number);
        }
      }
    }
    replaceSymbols(gone, version.number);
  }

  private List<Library> libraries() {
    List<Library> libraries = new ArrayList<>();
    int at = at(NEEDED_VERSIONS);
    for (long left = addresses.get(COUNT_OF_NEEDED_VERSIONS); left > 0; left--) {
      List<Version> versions = new ArrayList<>();
      int version = at + file.getInt(at + 8);
      for (int more = file.getShort(at + 2); more > 0; more--) {
        versions.add(
            new Version(version, string(file.getInt(version + 8)), file.getShort(version + 6)));
        version += file.getInt(version + 12);
      }
      libraries.add(new Library(at, string(file.getInt(at + 4)), versions));
      at += file.getInt(at + 12);
    }
    return libraries;
  }

  /** What a program does not define itself comes before what is hashed. */
  private void replaceSymbols(Set<Short> gone, short version) {
    int undefined = file.getInt(at(HASHES) + 4);
    Map<String, Integer> names = new HashMap<>();
    for (int index = 0; index < undefined; index++) {
      int name = file.getInt(at(SYMBOLS) + SYMBOL_LENGTH * index);
      names.put(string(name), name);
    }
    for (int index = 0; index < undefined; index++) {
      int symbol = at(SYMBOLS) + SYMBOL_LENGTH * index;
      int number = at(VERSIONS_OF_SYMBOLS) + 2 * index;
      if (gone.contains(file.getShort(number))) {
        file.putShort(number, version);
        String substitute = substitutes.get(string(file.getInt(symbol)));
        if (substitute == null) {
          file.put(symbol + 4, (byte) ((file.get(symbol + 4) & 0xF) | WEAK));
        } else {
          file.putInt(symbol, names.get(substitute));
        }
      }
    }
  }

  private record Segment(long offset, long address) {}

  /** The segment of a kind that holds an address; 0: the first. */
  private Segment segment(int kind, long address) {
    int at = Math.toIntExact(file.getLong(32));
    for (int left = file.getShort(56); left > 0; left--, at += SEGMENT_LENGTH) {
      long start = file.getLong(at + 16);
      boolean holds = address == 0 || (start <= address && address < start + file.getLong(at + 32));
      if (file.getInt(at) == kind && holds) {
        return new Segment(file.getLong(at + 8), start);
      }
    }
    throw new IllegalArgumentException("no segment of kind %d at %x".formatted(kind, address));
  }

  /** Where in the file that is which an entry of the dynamic section points to. */
  private int at(long entry) {
    long address = addresses.get(entry);
    Segment segment = segment(LOAD, address);
    return Math.toIntExact(address - segment.address + segment.offset);
  }

  private String string(long offset) {
    StringBuilder text = new StringBuilder();
    for (int at = at(STRINGS) + Math.toIntExact(offset); file.get(at) != 0; at++) {
      text.append((char) file.get(at));
    }
    return text.toString();
  }
}
