package sluice.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.store.ObjectStore;

/** A bucket as a process sees it that is killed: after so many calls nothing gets there. */
final class Killed {

  private Killed() {}

  /** The end of the process. */
  static final class Kill extends Error {
    private static final long serialVersionUID = 1;

    Kill() {
      super("killed", null, false, false);
    }
  }

  static ObjectStore after(int calls, ObjectStore store) {
    AtomicInteger left = new AtomicInteger(calls);
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (left.decrementAndGet() < 0) {
                throw new Kill();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
