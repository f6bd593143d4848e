package sluice.load;

import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sluice.files.Encodings;
import sluice.files.Fault;
import sluice.files.Inspection;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/**
 * The files that have landed for a table, and where they go: claimed when a batch takes them, since
 * a load job's URI carries no generation; archived when they are loaded; quarantined when they
 * cannot be.
 */
final class Landing {

  private final ObjectStore store;
  private final Crew crew;
  private final Claims claims;
  private final Quarantine quarantine;

  Landing(ObjectStore store) {
    this(store, Crew.ALONE);
  }

  Landing(ObjectStore store, Crew crew) {
    this.store = store;
    this.crew = crew;
    this.claims = new Claims(store, crew);
    this.quarantine = new Quarantine(store);
  }

  /**
   * Moves files out of their writers' reach, each as a load job reads it rightly; those are left
   * out that were overwritten or deleted before: nobody can claim them any more.
   */
  Claims.Claimed claim(LandingTable table, List<LandingObject> objects) {
    return claims.claim(table, objects);
  }

  /** Moves files out of their writers' reach that are not to be loaded. */
  void claimSuperseded(LandingTable table, List<LandingObject> objects) {
    claims.take(table, objects);
  }

  /** The addresses of the parts of commits. */
  List<String> uris(List<String> parts) {
    return parts.stream().map(store::uri).toList();
  }

  /** The names of objects at addresses. */
  List<String> names(List<String> uris) {
    return uris.stream().map(this::name).toList();
  }

  /** The name of the object at an address. */
  String name(String uri) {
    return uri.substring(store.uri("").length());
  }

  /** Moves files that are loaded, or superseded, to the archive. */
  void archive(LandingTable table, List<LandingObject> objects) {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, ObjectStore.Entry> claimed = claims.claimed(table);
    String archive = LandingPaths.archive(table);
    crew.each(
        objects,
        object -> {
          ObjectStore.Entry entry = claimed.get(claimedName(table, object));
          return entry != null
              && store.move(entry.name(), entry.generation(), archive + object.immutablePath());
        });
    deleteRewritten(table, objects);
  }

  /** Moves files that made a job fail to quarantine, each with the reason beside it. */
  List<Claims.PutAside> quarantine(LandingTable table, List<BadFile> files) {
    return crew.each(files, file -> quarantine(table, file));
  }

  private Claims.PutAside quarantine(LandingTable table, BadFile file) {
    LandingObject object = file.object();
    String name = LandingPaths.quarantine(table) + object.immutablePath();
    Format format = table.format();
    Optional<ObjectStore.Entry> lies = store.find(claimedName(table, object));
    String copy = new Rewritten(store, table).name(object);
    Optional<ObjectStore.Entry> copied = store.find(copy);
    Charset charset = copied.isPresent() ? Encodings.ofLoads(format) : Encodings.ofFiles(format);
    Reason reason = new Reasons(store, table, format).of(file, copied.or(() -> lies), charset);
    lies.ifPresent(entry -> quarantine.put(table, object, reason, entry));
    deleteRewritten(table, List.of(object));
    return new Claims.PutAside(object, name, reason);
  }

  /** Moves a claimed file to quarantine that Sluice itself found unfit. */
  Claims.PutAside putAside(LandingTable table, LandingObject object, Fault fault) {
    String name = LandingPaths.quarantine(table) + object.immutablePath();
    Reason reason = new Reasons(store, table, table.format()).of(object, fault);
    store
        .find(claimedName(table, object))
        .ifPresent(entry -> quarantine.put(table, object, reason, entry));
    deleteRewritten(table, List.of(object));
    return new Claims.PutAside(object, name, reason);
  }

  private void deleteRewritten(LandingTable table, List<LandingObject> objects) {
    if (Inspection.of(table.format(), table.columns()).isPresent()) {
      new Rewritten(store, table).delete(objects);
    }
  }

  /** Deletes the parts of commits that are loaded, or superseded. */
  void deleteParts(List<String> parts) {
    Set<String> wanted = new HashSet<>(parts);
    Set<String> calls = new TreeSet<>();
    parts.forEach(part -> calls.add(LandingPaths.ofExtract(part)));
    for (String call : calls) {
      for (ObjectStore.Entry entry : store.list(call, Optional.empty())) {
        if (wanted.contains(entry.name())) {
          store.delete(entry.name(), entry.generation());
        }
      }
    }
  }

  static String claimedName(LandingTable table, LandingObject object) {
    return LandingPaths.claimed(table) + object.immutablePath();
  }
}
