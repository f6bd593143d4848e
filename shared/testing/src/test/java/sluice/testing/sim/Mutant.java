package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import sluice.store.ObjectStore;

/**
 * A build of the real classes with a defect in one of them: its source is changed in places,
 * compiled, and loaded with everything else of ours by a loader of its own.
 */
final class Mutant {
  private static final Path SOURCES = Path.of("../core/src/main/java/sluice");

  private final String file;
  private String source;

  private Mutant(String file, String source) {
    this.file = file;
    this.source = source;
  }

  /** A mutant of a source file of core, that is no different yet. */
  static Mutant of(String file) {
    try {
      return new Mutant(file, Files.readString(SOURCES.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts other code in the place of some that stands there once, however it is wrapped. */
  Mutant replacing(String code, String other) {
    String spaces = "\\s+";
    String pattern =
        Stream.of(code.split(spaces)).map(Pattern::quote).collect(Collectors.joining(spaces));
    assertThat(source.split(pattern, -1)).as("'%s' in %s", code, file).hasSize(2);
    source = source.replaceFirst(pattern, Matcher.quoteReplacement(other));
    return this;
  }

  /** The first seed found, of that many, for which the mutant does not hold what it should. */
  Optional<?> caughtWithin(long seeds) {
    try {
      Class<?> simulate = new Loader(compile()).loadClass(Simulate.class.getName());
      return (Optional<?>)
          simulate.getMethod("failing", long.class, long.class).invoke(null, 1L, seeds);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, byte[]> compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (Classes classes = new Classes(compiler.getStandardFileManager(null, null, null))) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  classes,
                  null,
                  List.of("--release", "17", "-proc:none", "-cp", classPath()),
                  null,
                  List.of(new Source(file, source)))
              .call();
      assertThat(compiled).as("%s compiles: %s", file, said).isTrue();
      return classes.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return Stream.of(ObjectStore.class, Gson.class, Logger.class, NullMarked.class)
        .map(type -> Path.of(URI.create(location(type))).toString())
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("string:///sluice/" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Compiled extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Compiled(String name) {
      super(URI.create("bytes:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  /** Keeps what is compiled in memory. */
  private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Compiled> compiled = new HashMap<>();

    Classes(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return compiled.computeIfAbsent(name, Compiled::new);
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> bytes = new HashMap<>();
      compiled.forEach((name, type) -> bytes.put(name, type.bytes.toByteArray()));
      return bytes;
    }
  }

  /** Loads every class of ours anew, the mutated ones in the place of their originals. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> mutated;

    Loader(Map<String, byte[]> mutated) {
      super(Mutant.class.getClassLoader());
      this.mutated = Map.copyOf(mutated);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("sluice.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
