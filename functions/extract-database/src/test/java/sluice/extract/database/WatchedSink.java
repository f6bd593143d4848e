package sluice.extract.database;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;

/** Looks at something whenever a part begins, so while its table is being read. */
public record WatchedSink(PartSink sink, Look look) implements PartSink {

  /** What is done then. */
  public interface Look {
    void look() throws SQLException;
  }

  @Override
  public OutputStream open(int part) throws IOException {
    try {
      look.look();
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
    return sink.open(part);
  }

  @Override
  public void wrote(long rows, long bytes) {
    sink.wrote(rows, bytes);
  }

  @Override
  public void abandon(int part) throws IOException {
    sink.abandon(part);
  }
}
