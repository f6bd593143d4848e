package sluice.local.bigquery.extract;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that takes rows, their values as {@link DuckValues} gives them. */
interface RowFile extends Closeable {
  void write(List<@Nullable Object> row) throws IOException;
}
