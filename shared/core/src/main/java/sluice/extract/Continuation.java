package sluice.extract;

import java.time.Instant;
import java.util.List;

/**
 * An extract that takes several calls: what they have landed so far, and where the next one goes
 * on.
 *
 * @param folder of its parts
 * @param behind the commit that it follows, 0 for none; once there is a later one, it is void
 * @param asked what is read and how, as text; under another one it is void
 * @param columns those of the rows, as {@link Commit.Trail#columns}; with others it is void
 * @param began when its first call began; some days later its parts may be swept away
 * @param extractedAt the moment of the source that its first rows are from
 * @param place where the next call goes on, in the reader's own words
 * @param calls how many there were
 */
record Continuation(
    String folder,
    long behind,
    String asked,
    List<String> columns,
    Instant began,
    Instant extractedAt,
    String place,
    List<Commit.Part> parts,
    long rows,
    int calls) {

  Continuation {
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
  }
}
