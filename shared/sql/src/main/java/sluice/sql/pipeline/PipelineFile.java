package sluice.sql.pipeline;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One file of a pipeline.
 *
 * @param path inside the pipeline's folder, with {@code /}
 * @param text what it holds, with {@code \n} at the ends of its lines
 */
record PipelineFile(String path, String text) {

  /** The text of those bytes; empty, and told, when they are no UTF-8. */
  static Optional<PipelineFile> of(String path, byte[] bytes, Problems problems) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return Optional.of(new PipelineFile(path, withoutMark.replace("\r\n", "\n")));
    } catch (CharacterCodingException e) {
      problems.add(
          Place.of(path, lineOfBadByte(bytes)),
          "This line is not UTF-8",
          "Save the file as UTF-8.");
      return Optional.empty();
    }
  }

  private static int lineOfBadByte(byte[] bytes) {
    CharBuffer before = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), before, true);
    int end = before.flip().length();
    return result.isError()
        ? 1 + (int) before.chars().limit(end).filter(c -> c == '\n').count()
        : 1;
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
