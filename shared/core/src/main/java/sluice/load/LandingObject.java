package sluice.load;

/**
 * A file that somebody put into the landing bucket.
 *
 * @param path below the table's landing prefix, as it was named
 * @param generation as it landed
 * @param size in bytes
 */
public record LandingObject(String path, long generation, long size)
    implements Comparable<LandingObject> {

  /** By generation: the order in which the objects landed. */
  @Override
  public int compareTo(LandingObject other) {
    int byGeneration = Long.compare(generation, other.generation);
    return byGeneration != 0 ? byGeneration : path.compareTo(other.path);
  }

  /** Whether its name says that it is zipped. */
  boolean isZipped() {
    return path.endsWith(".gz");
  }

  /** The path that carries the content: the generation as it landed, then the name. */
  public String immutablePath() {
    return "%020d/%s".formatted(generation, path);
  }

  /** Reads {@link #immutablePath()} back. */
  public static LandingObject ofImmutablePath(String immutable, long size) {
    int slash = immutable.indexOf('/');
    return new LandingObject(
        immutable.substring(slash + 1), Long.parseLong(immutable.substring(0, slash)), size);
  }
}
