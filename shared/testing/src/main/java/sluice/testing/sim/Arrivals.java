package sluice.testing.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import sluice.schema.TableId;

/** What comes from outside: files that somebody drops, and rows in a source. */
final class Arrivals {

  private static final Instant FIRST_SLOT = Instant.parse("2026-03-02T00:00:00Z");

  final Landed orders;
  final Landed shops;
  final Members members;
  final Visits visits;
  final GrowingSource source;

  private final Events events;
  private final Tally tally;
  private final Consumer<String> notes;

  /** A table that files are dropped for. */
  enum Dropped {
    ORDERS,
    SHOPS,
    MEMBERS;

    TableId id() {
      return switch (this) {
        case ORDERS -> Tables.ORDERS;
        case SHOPS -> Tables.SHOPS;
        case MEMBERS -> Members.ID;
      };
    }
  }

  Arrivals(World world, Landed orders) {
    this.orders = orders;
    this.shops = new Landed(world.store, Tables.SHOP_FILES);
    this.members = new Members(world.store, world.warehouse);
    this.visits = new Visits(world.store, world.warehouse);
    this.source = new GrowingSource(world.clock);
    this.events = world.events;
    this.tally = world.tally;
    this.notes = world::note;
  }

  /** The tables with a promise of their own. */
  List<Watched> watched() {
    return List.of(members, visits);
  }

  private Landed landed(Dropped table) {
    return switch (table) {
      case ORDERS -> orders;
      case SHOPS -> shops;
      case MEMBERS -> members.landed();
    };
  }

  void land(Dropped into, String path, List<String> ids) {
    landed(landed(into).land(path, ids), into, path);
    notes.accept("%s lands for %s with %s".formatted(path, into.id(), ids));
  }

  void landBad(Dropped into, String path, Landed.Bad how) {
    landed(landed(into).landBad(path, how), into, path);
    tally.count("fault: bad file, " + (how == Landed.Bad.NAMED ? "named" : "not named"));
    notes.accept("%s lands for %s and is bad, %s".formatted(path, into.id(), how));
  }

  void landNothing(Dropped into, String path, String text) {
    landed(into).landNothing(path, text);
    tally.count(text.isEmpty() ? "event: file landed empty at first" : "event: hidden file landed");
    notes.accept("%s lands for %s and is no file yet".formatted(path, into.id()));
    dropped(into, path);
  }

  private void landed(boolean over, Dropped into, String path) {
    tally.count(over ? "event: file landed over another" : "event: file landed");
    dropped(into, path);
  }

  void landPart(Move.LandPart part) {
    tally.count("event: file of a set landed");
    if (part.bad()) {
      tally.count("fault: bad file, of a set");
    }
    notes.accept(part + " lands");
    dropped(visits.land(part));
  }

  void markSet(String day, int run) {
    visits
        .mark(day, run)
        .ifPresent(
            marker -> {
              tally.count("event: set marked");
              notes.accept(marker + " lands");
              dropped(marker);
            });
  }

  void turnStock() {
    source.turn();
    tally.count("event: source emptied or filled");
    notes.accept("stock is turned");
  }

  private void dropped(Dropped into, String path) {
    dropped(landed(into).name(path));
  }

  /** Word of a file that somebody dropped. */
  private void dropped(String object) {
    events.send(
        "load " + object,
        instance -> instance.router.route(object).ifPresent(instance.loads::landed));
  }

  void takeAway(Dropped from, String path) {
    if (landed(from).takeAway(path)) {
      tally.count("event: file taken away");
      notes.accept(path + " is taken away from " + from.id());
    }
  }

  void extract(int more, int slot) {
    source.grow(more);
    tally.count("event: extract");
    Instant at = FIRST_SLOT.plus(Duration.ofMinutes(slot));
    events.send("extract " + at, instance -> instance.extracts.extract("shop", at));
  }
}
