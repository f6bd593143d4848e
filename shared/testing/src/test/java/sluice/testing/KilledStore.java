package sluice.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import sluice.store.ObjectStore;

/** A store whose caller is killed: one of its calls, and every later one, ends in an error. */
final class KilledStore {
  private final ObjectStore store;
  private int calls;

  KilledStore(ObjectStore killed, int killedAt) {
    this.store =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                  calls++;
                  if (calls >= killedAt) {
                    throw new Killed();
                  }
                  try {
                    return method.invoke(killed, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  /** No caller catches it. */
  static final class Killed extends Error {}

  ObjectStore store() {
    return store;
  }

  /** How many calls were made. */
  int calls() {
    return calls;
  }
}
