package sluice.local.bigquery.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, in the order of the table's columns.
 *
 * <p>Values are {@code Long}, {@code Double}, {@code BigDecimal} of scale 9, {@code Boolean},
 * {@code String} (JSON too), {@code byte[]}, {@code LocalDate}, {@code LocalDateTime}, {@code
 * LocalTime}, {@code OffsetDateTime}, and lists for arrays and for structs (their fields in order).
 */
interface Rows extends Closeable {

  /**
   * The next row; empty at the end.
   *
   * @throws BadRow when this row is bad; the next call goes on behind it
   * @throws UnreadableFile when nothing more can be read
   */
  Optional<List<@Nullable Object>> next() throws BadRow, IOException;
}
