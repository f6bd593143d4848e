package sluice.avro;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.zip.Deflater;

/** How a file's blocks are compressed. BigQuery reads each of them in parallel. */
public enum AvroCodec {
  /** Zstandard, level 1: five times as fast as gzip at the same size. Needs a native library. */
  ZSTANDARD("zstandard") {
    @Override
    Compressor compressor() {
      return new ZstandardCompressor();
    }
  },
  /** Raw deflate, level 1: for a platform that has no native Zstandard. */
  DEFLATE("deflate") {
    @Override
    Compressor compressor() {
      return new DeflateCompressor();
    }
  };

  private static final int LEVEL = 1;

  private final String code;

  AvroCodec(String code) {
    this.code = code;
  }

  /** The best codec that this machine has. */
  public static AvroCodec best() {
    return Preferred.CODEC;
  }

  String code() {
    return code;
  }

  abstract Compressor compressor();

  /** Compresses one block after another. */
  interface Compressor extends AutoCloseable {

    /** The largest that a block of that size can become. */
    int bound(int size);

    /** Compresses the first {@code size} bytes into {@code target} and returns the new size. */
    int compress(byte[] source, int size, byte[] target);

    @Override
    void close();
  }

  private static final class Preferred {
    static final AvroCodec CODEC = detect();

    private static AvroCodec detect() {
      try {
        Zstd.compressBound(1);
        return ZSTANDARD;
      } catch (LinkageError missing) {
        return DEFLATE;
      }
    }
  }

  private static final class ZstandardCompressor implements Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public int bound(int size) {
      return Math.toIntExact(Zstd.compressBound(size));
    }

    @Override
    public int compress(byte[] source, int size, byte[] target) {
      return context.compressByteArray(target, 0, target.length, source, 0, size);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static final class DeflateCompressor implements Compressor {
    private final Deflater deflater = new Deflater(LEVEL, true);

    @Override
    public int bound(int size) {
      // zlib's own compressBound, for the default window and memory.
      return Math.addExact(size, (size >> 12) + (size >> 14) + (size >> 25) + 13 + 64);
    }

    @Override
    public int compress(byte[] source, int size, byte[] target) {
      deflater.reset();
      deflater.setInput(source, 0, size);
      deflater.finish();
      int length = deflater.deflate(target);
      if (!deflater.finished()) {
        throw new IllegalStateException("a block of " + size + " bytes outgrew its bound");
      }
      return length;
    }

    @Override
    public void close() {
      deflater.end();
    }
  }
}
