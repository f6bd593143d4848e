package sluice.files;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import sluice.plan.Format;

/**
 * How a file becomes one that a load job reads rightly: in the encoding of the job, without a byte
 * order mark, the columns in the table's order. It is written as it is read, zipped if it was; each
 * row stays in its line.
 *
 * @param order where the columns stand, if it is not the table's order
 */
public record Rewriting(Format format, Format.Text text, Optional<CsvHeader.Reordered> order) {

  private static final int BUFFER_CHARS = 1 << 16;

  /**
   * Writes the file anew; the target is closed when it went well.
   *
   * @return what is wrong with the file, if it cannot be written anew
   */
  public Optional<Fault> write(InputStream stored, OutputStream target) throws IOException {
    try (StrictReader reader = new StrictReader(stored, text.charset())) {
      Writer writer = writer(reader.zipped() ? new GZIPOutputStream(target, 1 << 16) : target);
      if (order.isPresent() && format instanceof Format.Csv csv) {
        new CsvReordering(new CsvRecords(reader, csv), writer, csv, order.get()).run();
      } else {
        reader.transferTo(writer);
      }
      writer.close();
      return Optional.empty();
    } catch (BadTextException e) {
      return Optional.of(e.fault());
    }
  }

  private Writer writer(OutputStream target) {
    return new BufferedWriter(
        new OutputStreamWriter(target, Encodings.ofLoads(format)), BUFFER_CHARS);
  }
}
