package sluice.testing.sim;

import java.time.Duration;
import java.util.List;

/**
 * Something that happens in a run. Whatever it is about is picked by number from what there is, so
 * that a move makes sense wherever it stands; one that finds nothing to do does nothing.
 */
sealed interface Move {

  void make(World world);

  /** A file lands, over what may be there. */
  record Land(Arrivals.Dropped into, String path, List<String> ids) implements Move {
    public Land {
      ids = List.copyOf(ids);
    }

    @Override
    public void make(World world) {
      world.arrivals.land(into, path, ids);
    }
  }

  /** A file lands that is no rows. */
  record LandBad(Arrivals.Dropped into, String path, Landed.Bad how) implements Move {
    @Override
    public void make(World world) {
      world.arrivals.landBad(into, path, how);
    }
  }

  /** A file lands that is empty, or its writer's own. */
  record LandNothing(Arrivals.Dropped into, String path, String text) implements Move {
    @Override
    public void make(World world) {
      world.arrivals.landNothing(into, path, text);
    }
  }

  /** A file of a set lands that is to take the place of a partition. */
  record LandPart(String day, int run, int number, boolean bad) implements Move {
    @Override
    public void make(World world) {
      world.arrivals.landPart(this);
    }
  }

  /** A partition is said to be written. */
  record MarkSet(String day, int run) implements Move {
    @Override
    public void make(World world) {
      world.arrivals.markSet(day, run);
    }
  }

  /** A table that is read whole loses its rows, or has some again. */
  record TurnStock() implements Move {
    @Override
    public void make(World world) {
      world.arrivals.turnStock();
    }
  }

  /** A file is taken away, if no batch has it. */
  record TakeAway(Arrivals.Dropped from, String path) implements Move {
    @Override
    public void make(World world) {
      world.arrivals.takeAway(from, path);
    }
  }

  /** The source grows, and is to be read. */
  record Extract(int more, int slot) implements Move {
    @Override
    public void make(World world) {
      world.arrivals.extract(more, slot);
    }
  }

  /** An event reaches a function. */
  record Deliver(int event, int instance) implements Move {
    @Override
    public void make(World world) {
      world.deliver(event, instance);
    }
  }

  /** An event is lost. */
  record Lose(int event) implements Move {
    @Override
    public void make(World world) {
      world.lose(event);
    }
  }

  /** An event will come twice. */
  record Repeat(int event) implements Move {
    @Override
    public void make(World world) {
      world.repeat(event);
    }
  }

  /** The sweep is called. */
  record Sweep(int instance) implements Move {
    @Override
    public void make(World world) {
      world.sweep(instance);
    }
  }

  /** A caller comes to its end. */
  record Finish(int caller) implements Move {
    @Override
    public void make(World world) {
      world.finish(caller);
    }
  }

  /** A caller makes some calls of ports, and the next one ends in some way. */
  record Proceed(int caller, int calls, Ending ending) implements Move {
    @Override
    public void make(World world) {
      world.proceed(caller, calls, ending);
    }
  }

  /** A caller that was held up goes on. */
  record GoOn(int caller) implements Move {
    @Override
    public void make(World world) {
      world.goOn(caller);
    }
  }

  /** A job begins. */
  record BeginJob(int job) implements Move {
    @Override
    public void make(World world) {
      world.beginJob(job);
    }
  }

  /** A job runs to its end. */
  record EndJob(int job) implements Move {
    @Override
    public void make(World world) {
      world.endJob(job);
    }
  }

  /** A job fails. */
  record FailJob(int job, String reason) implements Move {
    @Override
    public void make(World world) {
      world.failJob(job, reason);
    }
  }

  /** The definition of a transform changes, there and back. */
  record ChangePlan() implements Move {
    @Override
    public void make(World world) {
      world.changePlan();
    }
  }

  /** Time passes. */
  record Pass(Duration time) implements Move {
    @Override
    public void make(World world) {
      world.pass(time);
    }
  }
}
