package sluice.extract.database;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Keeps parts, and reads them back with Avro's own library. */
public final class MemorySink implements PartSink {
  private final Map<Integer, byte[]> complete = new ConcurrentSkipListMap<>();
  private final Set<Integer> abandoned = ConcurrentHashMap.newKeySet();

  @Override
  public OutputStream open(int part) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        complete.put(part, toByteArray());
      }
    };
  }

  @Override
  public void wrote(long rows, long bytes) {}

  @Override
  public void abandon(int part) {
    abandoned.add(part);
  }

  public Map<Integer, byte[]> complete() {
    return complete;
  }

  public Set<Integer> abandoned() {
    return abandoned;
  }

  public List<GenericRecord> rows() throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    for (byte[] part : complete.values()) {
      try (DataFileReader<GenericRecord> reader = reader(part)) {
        reader.forEach(rows::add);
      }
    }
    return rows;
  }

  public Schema schema() throws IOException {
    try (DataFileReader<GenericRecord> reader = reader(complete.values().iterator().next())) {
      return reader.getSchema();
    }
  }

  public static byte[] bytes(Object value) {
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static DataFileReader<GenericRecord> reader(byte[] part) throws IOException {
    return new DataFileReader<>(new SeekableByteArrayInput(part), new GenericDatumReader<>());
  }
}
