package sluice.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

  @TempDir Path folder;

  @Test
  void keepsAWriteThatReturnedAndNothingOfOneThatThrew() throws Exception {
    Path file = folder.resolve("s.db");
    try (Store store = Store.open(file)) {
      StoreMap map = store.map("m");
      List<String> told = new ArrayList<>();
      store.write(() -> map.put("a", "1"));
      assertThatThrownBy(
              () ->
                  store.write(
                      () -> {
                        map.put("a", "2");
                        store.write(() -> map.put("b", "2"));
                        store.onceDurable(() -> told.add("never"));
                        throw new IllegalStateException("half way");
                      }))
          .hasMessage("half way");
      Path copy = Files.copy(file, folder.resolve("killed.db"));
      Files.copy(folder.resolve("s.db-wal"), folder.resolve("killed.db-wal"));
      try (Store again = Store.open(copy)) {
        assertThat(again.map("m").keys("")).containsExactly("a");
        assertThat(again.map("m").find("a")).hasValue("1");
      }
      store.write(() -> map.put("c", "3"));
      assertThat(told).isEmpty();
    }
  }

  @Test
  void ordersKeysByTheirUtf8Bytes() {
    List<String> names = List.of("z", "", "é", "店", "\uFFFD", "😀", "a/b", "a", "\uD7FF");
    try (Store store = Store.open(folder.resolve("s.db"))) {
      StoreMap map = store.map("m");
      names.forEach(name -> store.write(() -> map.put(name, "")));
      List<String> expected = new ArrayList<>(names);
      expected.sort(
          Comparator.comparing(
              name -> name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              java.util.Arrays::compareUnsigned));
      assertThat(map.keys("")).containsExactlyElementsOf(expected);
      assertThat(map.keys("a")).containsExactly("a", "a/b");
      assertThat(map.ceilingKey("a\0")).hasValue("a/b");
    }
  }

  @Test
  void walksOverMoreKeysThanItReadsAtOnce() {
    try (Store store = Store.open(folder.resolve("s.db"))) {
      StoreMap map = store.map("m");
      List<String> names = IntStream.range(0, 1_000).mapToObj("k\0%04d"::formatted).toList();
      store.write(() -> names.forEach(name -> map.put(name, name)));
      store.write(() -> map.put("l", ""));
      assertThat(map.keys("k")).containsExactlyElementsOf(names);
      assertThat(map.values("k")).isEqualTo(names);
    }
  }

  @Test
  void showsAWriteToOthersOnceItIsDurable() throws Exception {
    try (Store store = Store.open(folder.resolve("s.db"))) {
      StoreMap map = store.map("m");
      store.write(
          () -> {
            map.put("a", "1");
            assertThat(map.find("a")).hasValue("1");
            assertThat(CompletableFuture.supplyAsync(() -> map.find("a")).join()).isEmpty();
          });
      assertThat(CompletableFuture.supplyAsync(() -> map.find("a")).join()).hasValue("1");
    }
  }

  @Test
  void doesNotGrowWithTheNumberOfWrites() throws Exception {
    Path file = folder.resolve("s.db");
    try (Store store = Store.open(file)) {
      StoreMap map = store.map("m");
      for (int i = 0; i < 8_000; i++) {
        String value = "value-" + i;
        store.write(() -> map.put("key", value));
      }
    }
    assertThat(Files.size(file)).isLessThan(16 << 20);
  }

  @Test
  void saysWhoHasTheFile() {
    Path file = folder.resolve("s.db");
    try (Store store = Store.open(file)) {
      assertThat(store.writes()).isZero();
      assertThatThrownBy(() -> Store.open(file))
          .hasMessage(
              file
                  + " is in use. Stop the local cloud that has it open, or name another directory.");
    }
  }
}
