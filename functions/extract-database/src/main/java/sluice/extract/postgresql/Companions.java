package sluice.extract.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Further connections, in the same moment as a lead. */
final class Companions implements AutoCloseable {
  private final List<Session> sessions = new ArrayList<>();
  private final List<Moment> moments = new ArrayList<>();
  private int missing;

  private Companions() {}

  /** Joins as many as can be had: the server may have no more connections to give. */
  static Companions join(Moment lead, Session.Address address, int wanted) throws SQLException {
    Companions companions = new Companions();
    if (wanted == 0) {
      return companions;
    }
    String snapshot = lead.export();
    try {
      for (int index = 0; index < wanted; index++) {
        companions.add(address.connect(), snapshot);
      }
    } catch (SQLException refused) {
      companions.missing = wanted - companions.moments.size();
    }
    return companions;
  }

  List<Moment> moments() {
    return moments;
  }

  /** How many of those wanted could not be had. */
  int missing() {
    return missing;
  }

  @Override
  public void close() throws SQLException {
    for (Session session : sessions) {
      session.close();
    }
  }

  private void add(Session session, String snapshot) throws SQLException {
    sessions.add(session);
    moments.add(session.begin(snapshot));
  }
}
