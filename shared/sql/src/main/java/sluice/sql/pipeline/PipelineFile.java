package sluice.sql.pipeline;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * One file of a pipeline.
 *
 * @param path inside the pipeline's folder, with {@code /}
 * @param text what it holds, with {@code \n} at the ends of its lines
 */
record PipelineFile(String path, String text) {

  /** The file of those bytes; where they are no UTF-8, that is told and reading goes on. */
  static PipelineFile of(String path, byte[] bytes, Problems problems) {
    int badLine = lineOfBadByte(bytes);
    if (badLine > 0) {
      problems.add(Place.of(path, badLine), "This line is not UTF-8", "Save the file as UTF-8.");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new PipelineFile(path, withoutMark.replace("\r\n", "\n"));
  }

  /** The line of the first byte that is not UTF-8; 0 when all are. */
  private static int lineOfBadByte(byte[] bytes) {
    CharBuffer before = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), before, true);
    int end = before.flip().length();
    return result.isError()
        ? 1 + (int) before.chars().limit(end).filter(c -> c == '\n').count()
        : 0;
  }

  /** The name without folders and without what follows its first dot. */
  String stem() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
  }

  boolean isBlank() {
    return text.isBlank();
  }
}
