package sluice.local.host.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.BufferedWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells what a function sees of its process: its variables, and which classes it can load. */
public final class Surroundings implements HttpFunction {

  private static final List<String> CLASSES =
      List.of(
          "com.google.cloud.functions.HttpFunction",
          "io.cloudevents.CloudEvent",
          "java.sql.Driver",
          "com.google.cloud.functions.invoker.runner.Invoker",
          "com.google.gson.Gson",
          "org.eclipse.jetty.server.Server",
          "org.slf4j.Logger",
          "sluice.local.host.instance.Instance",
          "sluice.local.host.FunctionsHost");

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    BufferedWriter out = response.getWriter();
    for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
      out.write(variable.getKey() + "=" + variable.getValue() + "\n");
    }
    for (String name : CLASSES) {
      out.write(name + (isVisible(name) ? " visible\n" : " hidden\n"));
    }
    out.write("heap " + Runtime.getRuntime().maxMemory() / (1 << 20) + "\n");
  }

  private static boolean isVisible(String name) {
    try {
      Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
