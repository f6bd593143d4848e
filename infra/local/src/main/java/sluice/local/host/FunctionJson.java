package sluice.local.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.local.host.FunctionDefinition.Signature;

/** A function in the JSON of the Cloud Functions API, version 2. */
final class FunctionJson {

  private static final Pattern MEMORY = Pattern.compile("(\\d+)(M|Mi|G|Gi)");

  private FunctionJson() {}

  /**
   * Reads a new function.
   *
   * @throws IllegalArgumentException when it lacks its folder or entry point, or holds something
   *     that cannot be
   */
  static FunctionDefinition read(String name, JsonObject json) {
    if (!json.has("_source")) {
      throw new IllegalArgumentException(
          "function %s: _source is missing. Name the folder to deploy, like functions/load/target/deploy."
              .formatted(name));
    }
    FunctionDefinition plain =
        FunctionDefinition.of(
            name,
            Path.of(json.get("_source").getAsString()),
            text(object(json, "buildConfig"), "entryPoint", ""),
            Signature.HTTP);
    return change(plain, json);
  }

  /** The function with all that the JSON says of it; what it leaves out stays. */
  static FunctionDefinition change(FunctionDefinition old, JsonObject json) {
    JsonObject build = object(json, "buildConfig");
    JsonObject service = object(json, "serviceConfig");
    return new FunctionDefinition(
        old.name(),
        Path.of(text(json, "_source", old.folder().toString())),
        text(build, "entryPoint", old.entryPoint()),
        json.has("eventTrigger") ? Signature.CLOUD_EVENT : old.signature(),
        variables(service, old.environment()),
        Duration.ofSeconds(number(service, "timeoutSeconds", (int) old.timeout().toSeconds())),
        number(service, "maxInstanceCount", old.maxInstances()),
        number(service, "maxInstanceRequestConcurrency", old.concurrency()),
        memory(old, text(service, "availableMemory", old.memoryMiB() + "Mi")),
        old.idleAfter());
  }

  static JsonObject write(FunctionDefinition function, String name, String address) {
    JsonObject build = new JsonObject();
    build.addProperty("runtime", "java" + Runtime.version().feature());
    build.addProperty("entryPoint", function.entryPoint());
    JsonObject variables = new JsonObject();
    function.environment().forEach(variables::addProperty);
    JsonObject service = new JsonObject();
    service.addProperty("uri", address);
    service.addProperty("timeoutSeconds", function.timeout().toSeconds());
    service.addProperty("maxInstanceCount", function.maxInstances());
    service.addProperty("maxInstanceRequestConcurrency", function.concurrency());
    service.addProperty("availableMemory", function.memoryMiB() + "Mi");
    service.add("environmentVariables", variables);
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("environment", "GEN_2");
    json.addProperty("state", "ACTIVE");
    json.addProperty("url", address);
    json.add("buildConfig", build);
    json.add("serviceConfig", service);
    if (function.signature() == Signature.CLOUD_EVENT) {
      json.add("eventTrigger", new JsonObject());
    }
    json.addProperty("_source", function.folder().toString());
    return json;
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonObject(key) : new JsonObject();
  }

  private static String text(JsonObject json, String key, String otherwise) {
    return json.has(key) ? json.get(key).getAsString() : otherwise;
  }

  private static int number(JsonObject json, String key, int otherwise) {
    return json.has(key) ? json.get(key).getAsInt() : otherwise;
  }

  private static Map<String, String> variables(JsonObject service, Map<String, String> old) {
    if (!service.has("environmentVariables")) {
      return old;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> variable :
        service.getAsJsonObject("environmentVariables").entrySet()) {
      variables.put(variable.getKey(), variable.getValue().getAsString());
    }
    return variables;
  }

  private static int memory(FunctionDefinition function, String text) {
    Matcher memory = MEMORY.matcher(text);
    if (!memory.matches()) {
      throw new IllegalArgumentException(
          "function %s: availableMemory is \"%s\". Write it like 512Mi or 1Gi."
              .formatted(function.name(), text));
    }
    return Integer.parseInt(memory.group(1)) * (memory.group(2).startsWith("G") ? 1024 : 1);
  }
}
