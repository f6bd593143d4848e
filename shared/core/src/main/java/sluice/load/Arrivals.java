package sluice.load;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.UnavailableException;
import sluice.files.Encodings;
import sluice.files.Fault;
import sluice.files.Inspection;
import sluice.files.Rewriting;
import sluice.load.Claims.Aside;
import sluice.load.Claims.Fate;
import sluice.load.Claims.Gone;
import sluice.load.Claims.PutAside;
import sluice.load.Claims.Taken;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.store.ObjectStore;

/** Decides for each file of a batch whether a load job may read it, and makes it so. */
final class Arrivals {

  /** A file is written anew within one call of a function, which lasts nine minutes. */
  private static final long LARGEST_REWRITTEN = 8L << 30;

  /** So much of a batch's text is checked before its job; each file has its share. */
  private static final long MOST_CHECKED = 16L << 30;

  private static final long MOST_CHECKED_A_FILE = 64L << 20;

  private final Claims claims;
  private final ObjectStore store;
  private final LandingTable table;
  private final Format format;
  private final Optional<Inspection> inspection;
  private final Quarantine quarantine;
  private final Reasons reasons;
  private final Rewritten rewritten;
  private final Map<String, ObjectStore.Entry> claimed;
  private final Map<LandingObject, List<ObjectStore.Entry>> copies;
  private final long share;

  Arrivals(
      Claims claims,
      ObjectStore store,
      LandingTable table,
      List<LandingObject> objects,
      Map<String, ObjectStore.Entry> claimed) {
    this.claims = claims;
    this.store = store;
    this.table = table;
    this.format = table.format();
    this.inspection = Inspection.of(format, table.columns());
    this.quarantine = new Quarantine(store);
    this.reasons = new Reasons(store, table, format);
    this.rewritten = new Rewritten(store, table);
    this.claimed = claimed;
    this.copies = inspection.isPresent() ? rewritten.of(objects) : Map.of();
    this.share = Math.min(MOST_CHECKED_A_FILE, MOST_CHECKED / Math.max(1, objects.size()));
  }

  /** Claims a file as a job reads it rightly, or puts it aside. */
  Fate settle(LandingObject object) {
    String name = Landing.claimedName(table, object);
    ObjectStore.@Nullable Entry there = claimed.get(name);
    List<ObjectStore.Entry> known = copies.getOrDefault(object, List.of());
    String copy = rewritten.name(object);
    if (inspection.isEmpty()) {
      return take(object, there, name);
    } else if (known.stream().anyMatch(entry -> entry.name().equals(copy))) {
      return take(object, there, copy);
    }
    boolean looked = there != null && known.isEmpty() && wasLookedInto();
    if (looked && needsNoOtherLook()) {
      return take(object, there, name);
    }
    ObjectStore.Entry lies = there == null ? landed(object) : there;
    Optional<InputStream> bytes = store.open(lies.name(), lies.generation(), 0);
    if (bytes.isEmpty()) {
      return there == null ? takenByOthers(object) : new Gone();
    }
    return settle(object, there, lies, look(inspection.get(), bytes.get(), looked ? 0 : share));
  }

  /** A file is looked into before it is claimed, unless it was to be superseded. */
  private boolean wasLookedInto() {
    return table.writeMode() != WriteMode.REPLACE;
  }

  /** The plan may have changed since, and with it what the header is held to. */
  private boolean needsNoOtherLook() {
    return Encodings.areLoaded(format)
        && !(format instanceof Format.Csv csv && csv.matchesHeader());
  }

  private ObjectStore.Entry landed(LandingObject object) {
    return new ObjectStore.Entry(
        LandingPaths.files(table) + object.path(),
        object.generation(),
        object.size(),
        Instant.EPOCH);
  }

  private static Inspection.Finding look(Inspection inspection, InputStream bytes, long most) {
    try (bytes) {
      return inspection.look(bytes, most);
    } catch (IOException e) {
      throw new UnavailableException("A file could not be read. It will be tried again.", e);
    }
  }

  private Fate settle(
      LandingObject object,
      ObjectStore.@Nullable Entry there,
      ObjectStore.Entry lies,
      Inspection.Finding finding) {
    if (finding instanceof Inspection.Unfit unfit) {
      return putAside(object, there, lies, unfit.fault());
    } else if (finding instanceof Inspection.Rewrite rewrite) {
      Optional<Fault> fault = rewrite(object, lies, rewrite.how());
      return fault.isPresent()
          ? putAside(object, there, lies, fault.get())
          : take(object, there, rewritten.name(object));
    }
    return take(object, there, Landing.claimedName(table, object));
  }

  private Fate take(LandingObject object, ObjectStore.@Nullable Entry there, String read) {
    return there != null || claims.claim(table, object) ? new Taken(store.uri(read)) : new Gone();
  }

  /** A file that is not where it landed: somebody else has it, or nobody ever will. */
  private Fate takenByOthers(LandingObject object) {
    if (!claims.claim(table, object)) {
      return new Gone();
    }
    String copy = rewritten.name(object);
    boolean copied = store.find(copy).isPresent();
    return new Taken(store.uri(copied ? copy : Landing.claimedName(table, object)));
  }

  private Fate putAside(
      LandingObject object,
      ObjectStore.@Nullable Entry there,
      ObjectStore.Entry lies,
      Fault fault) {
    Reason reason = reasons.of(object, fault);
    Optional<String> name = quarantine.put(table, object, reason, lies);
    if (name.isPresent()) {
      return new Aside(new PutAside(object, name.get(), reason));
    }
    return there == null ? takenByOthers(object) : new Gone();
  }

  /** Writes a file anew; what is wrong with it, if that cannot be done. */
  private Optional<Fault> rewrite(LandingObject object, ObjectStore.Entry lies, Rewriting how) {
    if (lies.size() > LARGEST_REWRITTEN) {
      return Optional.of(Fault.tooLargeToRewrite(lies.size()));
    }
    String copy = rewritten.name(object);
    Optional<InputStream> bytes = store.open(lies.name(), lies.generation(), 0);
    if (bytes.isEmpty()) {
      throw new UnavailableException(
          "%s left while it was looked at. It will be looked at again.".formatted(lies.name()));
    }
    ObjectStore.Upload upload = store.upload(copy);
    boolean whole = false;
    try (InputStream stored = bytes.get()) {
      Optional<Fault> fault = how.write(stored, upload);
      whole = fault.isEmpty();
      return fault;
    } catch (IOException e) {
      throw new UnavailableException(
          "%s could not be written. It will be tried again.".formatted(copy), e);
    } catch (UnavailableException e) {
      if (store.find(copy).isEmpty()) {
        throw e;
      }
      // Somebody else wrote the same.
      return Optional.empty();
    } finally {
      if (!whole) {
        upload.abort();
      }
    }
  }
}
