package sluice.plan;

import java.util.Locale;
import java.util.Set;

/** What a file's name says of it, before anybody looks into it. */
public enum NameKind {
  /** A file to load. */
  FILE,
  /**
   * Somebody's own: a folder or a name that begins with {@code _} or {@code .}, or ends in a slash.
   */
  HIDDEN,
  /** An upload that is not done: it will get another name. */
  TEMPORARY;

  private static final Set<String> UNFINISHED =
      Set.of("tmp", "temp", "part", "partial", "filepart", "crdownload", "inprogress", "uploading");

  /** The folder in which {@code gsutil} and {@code gcloud storage} keep the pieces of an upload. */
  private static final String PIECES = "parallel_composite_uploads";

  /** Of a path below a landing prefix. */
  public static NameKind of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (("/" + path).contains("/" + PIECES + "/")
        || (name.contains(".") && UNFINISHED.contains(suffix))) {
      return TEMPORARY;
    }
    boolean hidden = name.isEmpty() || ("/" + path).contains("/_") || ("/" + path).contains("/.");
    return hidden ? HIDDEN : FILE;
  }
}
