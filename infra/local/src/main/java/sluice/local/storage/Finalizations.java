package sluice.local.storage;

import com.google.gson.JsonObject;

/** Hears of each finalized object, within the very write that makes it visible. */
@FunctionalInterface
public interface Finalizations {

  /** Nobody listens. */
  Finalizations IGNORED = (bucket, object) -> {};

  /**
   * An object was uploaded, copied, moved or composed.
   *
   * @param object its resource
   */
  void finalized(String bucket, JsonObject object);
}
