package sluice.local.host.instance;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Loads a function from its jar, and from the jars its manifest's {@code Class-Path} names.
 *
 * <p>The invoker carries libraries of its own (Jetty, Jackson, Gson, SLF4J). A function must
 * neither see those nor clash with them, or it would run here with a dependency it forgot to bring.
 * What the two share is what they talk through: the functions' interfaces and CloudEvents'.
 */
final class FunctionClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  FunctionClassLoader(Path jar) throws MalformedURLException {
    super("function", new URL[] {jar.toUri().toURL()}, new SharedInterfaces());
  }

  private static final class SharedInterfaces extends ClassLoader {

    static {
      registerAsParallelCapable();
    }

    private static final String FUNCTIONS = "com.google.cloud.functions.";
    private final ClassLoader invoker = Instance.class.getClassLoader();

    SharedInterfaces() {
      super("shared-interfaces", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      boolean function = name.startsWith(FUNCTIONS) && name.indexOf('.', FUNCTIONS.length()) == -1;
      if (function || name.startsWith("io.cloudevents.")) {
        return invoker.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
