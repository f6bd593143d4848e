package sluice.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

  @TempDir Path folder;

  @Test
  void keepsAWriteThatReturnedAndNothingOfOneThatThrew() throws Exception {
    Path file = folder.resolve("s.mv");
    try (Store store = Store.open(file)) {
      MVMap<String, String> map = store.map("m");
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
      Path copy = Files.copy(file, folder.resolve("killed.mv"));
      try (Store again = Store.open(copy)) {
        assertThat(again.map("m")).containsExactly(java.util.Map.entry("a", "1"));
      }
      store.write(() -> map.put("c", "3"));
      assertThat(told).isEmpty();
    }
  }

  @Test
  void ordersKeysByTheirUtf8Bytes() {
    List<String> names = List.of("z", "", "é", "店", "\uFFFD", "😀", "a/b", "a", "\uD7FF");
    try (Store store = Store.open(folder.resolve("s.mv"))) {
      MVMap<String, String> map = store.map("m");
      names.forEach(name -> store.write(() -> map.put(name, "")));
      List<String> expected = new ArrayList<>(names);
      expected.sort(
          Comparator.comparing(
              name -> name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              java.util.Arrays::compareUnsigned));
      assertThat(new ArrayList<>(map.keySet())).isEqualTo(expected);
    }
  }

  @Test
  void doesNotGrowWithTheNumberOfWrites() throws Exception {
    Path file = folder.resolve("s.mv");
    try (Store store = Store.open(file)) {
      MVMap<String, String> map = store.map("m");
      for (int i = 0; i < 8_000; i++) {
        String value = "value-" + i;
        store.write(() -> map.put("key", value));
      }
    }
    assertThat(Files.size(file)).isLessThan(16 << 20);
  }

  @Test
  void saysWhoHasTheFile() {
    Path file = folder.resolve("s.mv");
    try (Store store = Store.open(file)) {
      assertThat(store.writes()).isZero();
      assertThatThrownBy(() -> Store.open(file))
          .hasMessageStartingWith(file + " cannot be opened: ")
          .hasMessageEndingWith("Stop the local cloud that has it open, or move the file away.");
    }
  }
}
