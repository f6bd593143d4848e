package sluice.local.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Lays a test function out as the build does: a thin jar, and a manifest that names the others. */
final class DeployableFolder {

  private DeployableFolder() {}

  static Path of(Path folder, Class<?> function, Path... libraries) throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(libraries)
                .map(library -> library.toUri().toString())
                .collect(Collectors.joining(" ")));
    String entry = function.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(folder.resolve("function.jar")), manifest);
        InputStream bytes = function.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new ZipEntry(entry));
      bytes.transferTo(jar);
      jar.closeEntry();
    }
    return folder;
  }

  /** Every jar of the tests' own class path. */
  static Path[] jarsOfTheTests() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(classPath.split(File.pathSeparator)).stream()
        .filter(path -> path.endsWith(".jar"))
        .map(Path::of)
        .toArray(Path[]::new);
  }

  static Path classesOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
