package sluice.avro;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Writes one object container file, in blocks of about one MiB. Write a row's fields into {@link
 * #row}, then {@link #endRow}. Not safe for use by several threads.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Object
 *     container files</a>
 */
public final class AvroFile implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};

  private final OutputStream out;
  private final byte[] sync = sync();
  private final AvroBuffer head = new AvroBuffer(512);
  private final AvroBuffer block = new AvroBuffer(BLOCK_BYTES + (BLOCK_BYTES >> 3));
  private final AvroCodec.Compressor compressor;
  private byte[] compressed = {};
  private long blockRows;
  private long rows;
  private long bytes;

  /** Opens a file and writes its header; {@link #close} does not close {@code out}. */
  public AvroFile(OutputStream out, AvroSchema schema, AvroCodec codec) throws IOException {
    this.out = out;
    this.compressor = codec.compressor();
    writeHeader(schema, codec);
  }

  /** Where the fields of the next row go, in the schema's order. */
  public AvroBuffer row() {
    return block;
  }

  /** Ends a row; true if that wrote a block, so that {@link #bytes} has grown. */
  public boolean endRow() throws IOException {
    blockRows++;
    rows++;
    if (block.size() < BLOCK_BYTES) {
      return false;
    }
    writeBlock();
    return true;
  }

  /** The rows ended so far. */
  public long rows() {
    return rows;
  }

  /** The bytes written so far; those of the block under way are not among them. */
  public long bytes() {
    return bytes;
  }

  /** Writes the last block. */
  public void finish() throws IOException {
    if (blockRows > 0) {
      writeBlock();
    }
    out.flush();
  }

  /** Frees memory. A file that was not {@link #finish}ed lacks its last rows. */
  @Override
  public void close() {
    compressor.close();
  }

  private void writeHeader(AvroSchema schema, AvroCodec codec) throws IOException {
    head.truncate(0);
    head.writeLong(2);
    writeEntry("avro.schema", schema.json().getBytes(UTF_8));
    writeEntry("avro.codec", codec.code().getBytes(US_ASCII));
    head.writeLong(0);
    write(MAGIC, MAGIC.length);
    write(head.array(), head.size());
    write(sync, sync.length);
  }

  private void writeEntry(String key, byte[] value) {
    byte[] name = key.getBytes(US_ASCII);
    head.writeBytes(name, 0, name.length);
    head.writeBytes(value, 0, value.length);
  }

  private void writeBlock() throws IOException {
    int bound = compressor.bound(block.size());
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    int size = compressor.compress(block.array(), block.size(), compressed);
    head.truncate(0);
    head.writeLong(blockRows);
    head.writeLong(size);
    write(head.array(), head.size());
    write(compressed, size);
    write(sync, sync.length);
    block.truncate(0);
    blockRows = 0;
  }

  private void write(byte[] source, int length) throws IOException {
    out.write(source, 0, length);
    bytes += length;
  }

  /** Sixteen bytes that no block's content repeats by chance. */
  private static byte[] sync() {
    UUID id = UUID.randomUUID();
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
