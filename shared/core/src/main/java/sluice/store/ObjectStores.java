package sluice.store;

import java.util.Map;

/**
 * Opens a bucket for a person's command. What knows a cloud provides one, found by {@link
 * java.util.ServiceLoader}.
 */
public interface ObjectStores {

  /**
   * The bucket of that name.
   *
   * @param environment may say which project asks, and where an emulator is
   */
  ObjectStore open(String bucket, Map<String, String> environment);
}
