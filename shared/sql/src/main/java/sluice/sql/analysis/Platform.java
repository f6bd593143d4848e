package sluice.sql.analysis;

import com.google.zetasql.LanguageOptions;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whether this machine can run the analyzer, which is native code. */
final class Platform {
  private static final String OTHERWISE =
      " Run it under WSL2 on Windows, with an x86-64 JDK under Rosetta on an ARM Mac, or in a"
          + " linux/amd64 container.";

  /**
   * The library's own gRPC, which runs in the process, warns at each start that it has no names to
   * resolve. Kept here, since a logger that nobody holds forgets its level.
   */
  private static final Logger RESOLVERS =
      Logger.getLogger("com.google.zetasql.io.grpc.NameResolverRegistry");

  private static volatile boolean checked;

  private Platform() {}

  /**
   * Makes sure that the analyzer's library loads; cheap after the first time.
   *
   * @throws UnsupportedOperationException saying what is missing and what to do
   */
  static void check() {
    if (checked) {
      return;
    }
    String system = System.getProperty("os.name", "");
    String architecture = System.getProperty("os.arch", "");
    if (!supports(system, architecture)) {
      throw new UnsupportedOperationException(
          "The GoogleSQL analyzer has no library for %s on %s.".formatted(system, architecture)
              + OTHERWISE);
    }
    RESOLVERS.setLevel(Level.SEVERE);
    load();
    checked = true;
  }

  static boolean supports(String system, String architecture) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    return intel && (name.startsWith("linux") || name.startsWith("mac"));
  }

  private static void load() {
    try {
      new LanguageOptions().enableMaximumLanguageFeatures();
    } catch (LinkageError | IllegalStateException e) {
      throw new UnsupportedOperationException(
          "The GoogleSQL analyzer's library does not load: "
              + e
              + ". On Linux it needs glibc 2.34 or newer (ldd --version tells) and a java.io.tmpdir"
              + " that programs may be run from."
              + OTHERWISE,
          e);
    }
  }
}
