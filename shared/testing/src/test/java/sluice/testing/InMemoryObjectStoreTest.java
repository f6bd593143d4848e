package sluice.testing;

import sluice.store.ObjectStore;

final class InMemoryObjectStoreTest extends ObjectStoreContract {
  private final ObjectStore store = new InMemoryObjectStore(ManualClock.atNoon());

  @Override
  protected ObjectStore store() {
    return store;
  }
}
