package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.UnavailableException;
import sluice.store.ObjectStore;
import sluice.store.ObjectStore.Content;
import sluice.store.ObjectStore.Entry;

/** What every object store promises. Each test works under a prefix of its own. */
public abstract class ObjectStoreContract {

  private final String prefix = "contract/" + UUID.randomUUID() + "/";

  /** The store that is held to the contract. */
  protected abstract ObjectStore store();

  /** A name that no other test uses. */
  protected final String name(String last) {
    return prefix + last;
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(store().find(name("a"))).isEmpty();
    assertThat(store().read(name("a"))).isEmpty();
    assertThat(store().list(prefix, Optional.empty())).isEmpty();
  }

  @Test
  void createsAnObjectOnce() {
    assertThat(store().create(name("a"), "one")).isTrue();
    assertThat(store().create(name("a"), "two")).isFalse();

    assertThat(text("a")).isEqualTo("one");
  }

  @Test
  void keepsTextInUtf8() {
    store().create(name("a"), "売上 🍣\n");

    assertThat(text("a")).isEqualTo("売上 🍣\n");
    assertThat(entry("a").size()).isEqualTo(12);
  }

  @Test
  void keepsAnEmptyObject() {
    store().create(name("a"), "");

    assertThat(text("a")).isEmpty();
    assertThat(entry("a").size()).isZero();
  }

  @Test
  void findsListsAndReadsAnObjectAtOneGeneration() {
    store().create(name("a"), "one");

    assertThat(content("a").generation()).isEqualTo(entry("a").generation()).isPositive();
    assertThat(store().list(prefix, Optional.empty())).containsExactly(entry("a"));
  }

  @Test
  void tellsFoldersFromWhatLiesDirectlyUnderAPrefix() {
    store().create(name("b"), "one");
    store().create(name("a/1"), "two");
    store().create(name("a/b/2"), "three");
    store().create(name("日 本/3"), "four");

    assertThat(store().children(prefix))
        .isEqualTo(
            new ObjectStore.Children(List.of(entry("b")), List.of(name("a/"), name("日 本/"))));
    assertThat(store().children(name("a/")))
        .isEqualTo(new ObjectStore.Children(List.of(entry("a/1")), List.of(name("a/b/"))));
    assertThat(store().children(name("c/")))
        .isEqualTo(new ObjectStore.Children(List.of(), List.of()));
  }

  @Test
  void replacesOnlyTheGenerationThatWasSeen() {
    store().create(name("a"), "one");
    long seen = entry("a").generation();

    assertThat(store().replace(name("a"), seen, "two")).isTrue();
    assertThat(store().replace(name("a"), seen, "three")).isFalse();

    assertThat(text("a")).isEqualTo("two");
    assertThat(entry("a").generation()).isGreaterThan(seen);
  }

  @Test
  void replacesNothingWhereNothingIs() {
    assertThat(store().replace(name("a"), 1, "one")).isFalse();

    assertThat(store().find(name("a"))).isEmpty();
  }

  @Test
  void givesEachContentOfANameAGrowingGeneration() {
    store().create(name("a"), "one");
    long first = entry("a").generation();
    store().delete(name("a"), first);
    store().create(name("a"), "one");

    assertThat(entry("a").generation()).isGreaterThan(first);
  }

  @Test
  void movesAnObject() {
    store().create(name("a"), "one");

    assertThat(store().move(name("a"), entry("a").generation(), name("b/c"))).isTrue();

    assertThat(store().find(name("a"))).isEmpty();
    assertThat(text("b/c")).isEqualTo("one");
  }

  @Test
  void movesNothingThatWasOverwritten() {
    store().create(name("a"), "one");
    long seen = entry("a").generation();
    store().replace(name("a"), seen, "two");

    assertThat(store().move(name("a"), seen, name("b"))).isFalse();

    assertThat(text("a")).isEqualTo("two");
    assertThat(store().find(name("b"))).isEmpty();
  }

  @Test
  void movesNothingOverAnotherObject() {
    store().create(name("a"), "one");
    store().create(name("b"), "other");

    assertThat(store().move(name("a"), entry("a").generation(), name("b"))).isFalse();

    assertThat(text("a")).isEqualTo("one");
    assertThat(text("b")).isEqualTo("other");
  }

  @Test
  void movesNothingThatIsGone() {
    store().create(name("a"), "one");
    long seen = entry("a").generation();
    store().move(name("a"), seen, name("b"));

    assertThat(store().move(name("a"), seen, name("c"))).isFalse();

    assertThat(text("b")).isEqualTo("one");
    assertThat(store().find(name("c"))).isEmpty();
  }

  @Test
  void deletesOnlyTheGenerationThatWasSeen() {
    store().create(name("a"), "one");
    long seen = entry("a").generation();
    store().replace(name("a"), seen, "two");

    store().delete(name("a"), seen);
    assertThat(text("a")).isEqualTo("two");

    store().delete(name("a"), entry("a").generation());
    assertThat(store().find(name("a"))).isEmpty();
  }

  @Test
  void deletesNothingTwice() {
    store().create(name("a"), "one");
    long seen = entry("a").generation();

    store().delete(name("a"), seen);
    store().delete(name("a"), seen);

    assertThat(store().find(name("a"))).isEmpty();
  }

  @Test
  void listsByNameAndByPrefixAcrossFolders() {
    for (String last : List.of("b/2", "b/10", "a", "b/1/x", "c")) {
      store().create(name(last), last);
    }

    assertThat(names("b/", Optional.empty())).containsExactly("b/1/x", "b/10", "b/2");
    assertThat(names("", Optional.empty())).containsExactly("a", "b/1/x", "b/10", "b/2", "c");
  }

  @Test
  void listsOnlyNamesBehindAnother() {
    for (String last : List.of("01", "02", "03")) {
      store().create(name(last), last);
    }

    assertThat(names("", Optional.of("01"))).containsExactly("02", "03");
    assertThat(names("", Optional.of("015"))).containsExactly("02", "03");
    assertThat(names("", Optional.of("03"))).isEmpty();
  }

  @Test
  void listsManyObjectsWhole() {
    List<String> many = IntStream.range(0, 120).mapToObj("%04d"::formatted).toList();
    many.forEach(last -> store().create(name(last), last));

    assertThat(names("", Optional.empty())).isEqualTo(many);
  }

  @Test
  void takesNamesOfAnyScript() {
    store().create(name("売上 2026/1+1=2%.csv"), "one");
    long seen = entry("売上 2026/1+1=2%.csv").generation();

    assertThat(names("", Optional.empty())).containsExactly("売上 2026/1+1=2%.csv");
    assertThat(store().move(name("売上 2026/1+1=2%.csv"), seen, name("#? &.csv"))).isTrue();
    assertThat(text("#? &.csv")).isEqualTo("one");
  }

  @Test
  void showsAnUploadOnlyOnceItIsClosed() throws IOException {
    try (ObjectStore.Upload upload = store().upload(name("a"))) {
      upload.write("on".getBytes(StandardCharsets.UTF_8));
      upload.write('e');
      assertThat(store().find(name("a"))).isEmpty();
    }

    assertThat(text("a")).isEqualTo("one");
  }

  @Test
  void leavesNothingOfAnUploadThatIsGivenUp() throws IOException {
    try (ObjectStore.Upload upload = store().upload(name("a"))) {
      upload.write("one".getBytes(StandardCharsets.UTF_8));
      upload.abort();
    }

    assertThat(store().find(name("a"))).isEmpty();
  }

  @Test
  void uploadsMoreThanOneBuffer() throws IOException {
    byte[] block = "0123456789abcdef".repeat(4_096).getBytes(StandardCharsets.UTF_8);
    try (ObjectStore.Upload upload = store().upload(name("a"))) {
      for (int i = 0; i < 50; i++) {
        upload.write(block, 0, block.length);
      }
    }

    assertThat(entry("a").size()).isEqualTo(50L * block.length);
  }

  @Test
  void composesObjectsInTheirOrder() {
    store().create(name("a"), "one, ");
    store().create(name("b"), "two");

    assertThat(store().compose(List.of(name("b"), name("a"), name("b")), name("c"))).isTrue();

    assertThat(text("c")).isEqualTo("twoone, two");
    assertThat(text("a")).isEqualTo("one, ");
  }

  @Test
  void composesNothingOverAnObject() {
    store().create(name("a"), "one");
    store().create(name("b"), "two");

    assertThat(store().compose(List.of(name("a")), name("b"))).isFalse();
    assertThat(text("b")).isEqualTo("two");
  }

  @Test
  void composesNothingOfWhatIsNotThere() {
    store().create(name("a"), "one");

    assertThat(store().compose(List.of(name("a"), name("b")), name("c"))).isFalse();
    assertThat(store().find(name("c"))).isEmpty();
  }

  /** The check value of the algorithm, which is defined as that of these nine digits. */
  @Test
  void knowsTheChecksumOfAnObjectHoweverItWasMade() {
    store().create(name("a"), "12345");
    store().create(name("b"), "6789");
    store().compose(List.of(name("a"), name("b")), name("c"));

    assertThat(store().crc32c(name("c"))).contains(0xE3069283);
    assertThat(store().crc32c(name("d"))).isEmpty();
  }

  @Test
  void leavesTheObjectThatIsThereWhenAnUploadEnds() throws IOException {
    ObjectStore.Upload upload = store().upload(name("a"));
    upload.write("two".getBytes(StandardCharsets.UTF_8));
    store().create(name("a"), "one");

    assertThatThrownBy(upload::close).isInstanceOf(UnavailableException.class);

    assertThat(text("a")).isEqualTo("one");
  }

  @Test
  void readsTheBytesOfOneGeneration() throws IOException {
    store().create(name("a"), "one two");
    long seen = entry("a").generation();

    assertThat(bytes("a", seen, 0)).contains("one two");
    assertThat(bytes("a", seen, 4)).contains("two");
    assertThat(bytes("a", seen, 7)).contains("");

    store().replace(name("a"), seen, "three");
    assertThat(bytes("a", seen, 0)).isEmpty();
    assertThat(bytes("b", seen, 0)).isEmpty();
  }

  @Test
  void readsMoreThanOneBuffer() throws IOException {
    String text = "0123456789abcdef".repeat(200_000);
    store().create(name("a"), text);

    assertThat(bytes("a", entry("a").generation(), 5)).contains(text.substring(5));
  }

  @Test
  void readsAnEmptyObject() throws IOException {
    store().create(name("a"), "");

    assertThat(bytes("a", entry("a").generation(), 0)).contains("");
  }

  @Test
  void givesTheAddressOfAnObject() {
    assertThat(store().uri(name("a"))).startsWith("gs://").endsWith("/" + name("a"));
  }

  private Entry entry(String last) {
    return store().find(name(last)).orElseThrow();
  }

  private Content content(String last) {
    return store().read(name(last)).orElseThrow();
  }

  private String text(String last) {
    return content(last).text();
  }

  private Optional<String> bytes(String last, long generation, long from) throws IOException {
    Optional<InputStream> opened = store().open(name(last), generation, from);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = opened.get()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private List<String> names(String under, Optional<String> after) {
    return store().list(name(under), after.map(this::name)).stream()
        .map(entry -> entry.name().substring(prefix.length()))
        .toList();
  }
}
