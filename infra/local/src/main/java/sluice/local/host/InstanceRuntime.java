package sluice.local.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The class path of an instance: the invoker, and the few classes that run it.
 *
 * <p>They are kept as files that never change once written, since an archive of loaded classes is
 * good only for the very jars it was made from.
 */
final class InstanceRuntime {

  private static final String INVOKER = "java-function-invoker.jar";
  private static final List<String> CLASSES =
      List.of("Instance", "FunctionClassLoader", "FunctionClassLoader$SharedInterfaces");
  private static final long FIXED_TIME = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

  private final Path invoker;
  private final Path instance;

  private InstanceRuntime(Path invoker, Path instance) {
    this.invoker = invoker;
    this.instance = instance;
  }

  /** Writes the jars under the directory, unless they are there already. */
  static InstanceRuntime in(Path directory) {
    try {
      byte[] classes = classes();
      byte[] invoker = resource(INVOKER);
      Path folder = directory.resolve("runtime").resolve(digest(classes, invoker));
      Files.createDirectories(folder);
      return new InstanceRuntime(
          keep(folder.resolve(INVOKER), invoker), keep(folder.resolve("instance.jar"), classes));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the functions' runtime cannot be written under \"%s\". Is there space, and may it be written?"
              .formatted(directory),
          e);
    }
  }

  String classPath() {
    return instance + File.pathSeparator + invoker;
  }

  /** Differs whenever an archive of loaded classes would be of no use. */
  String fingerprint() {
    return Runtime.version() + " " + classPath();
  }

  private static byte[] classes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (String name : CLASSES) {
        JarEntry entry = new JarEntry("sluice/local/host/instance/" + name + ".class");
        entry.setTime(FIXED_TIME);
        jar.putNextEntry(entry);
        jar.write(resource("instance/" + name + ".class"));
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = InstanceRuntime.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path. Build with ./mvnw package.");
      }
      return in.readAllBytes();
    }
  }

  private static Path keep(Path file, byte[] content) throws IOException {
    if (!Files.exists(file) || Files.size(file) != content.length) {
      Path temporary = Files.createTempFile(file.getParent(), "new", ".tmp");
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file.toAbsolutePath();
  }

  static String digest(byte[]... contents) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] content : contents) {
        sha.update(content);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
