package sluice.local.storage;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/** An object that shall be made, and on what conditions. */
record Target(String bucket, String name, JsonObject settings, Preconditions preconditions) {

  private static final int LONGEST_NAME = 1_024;

  Target {
    if (name.isEmpty()) {
      throw Errors.required("name");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw Errors.invalid("The maximum object length is 1024 bytes, but got a longer name.");
    }
    if (name.equals(".") || name.equals("..") || name.matches("(?s).*[\\r\\n].*")) {
      throw Errors.invalid("Disallowed unicode characters present in object name '" + name + "'");
    }
  }
}
