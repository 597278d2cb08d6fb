package dev.nnet.cli.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A file to which lines of JSON are added and in which none is ever replaced.
 *
 * <p>A line is written at once, so a process that is killed leaves whole lines; should a machine
 * that fails leave half of one, it is not read, and the next line takes its place.
 */
public final class JsonLines {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final Path file;

  public JsonLines(Path file) {
    this.file = file;
  }

  /** Adds a record as a line. */
  public void append(Object line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.truncate(wholeLines(channel)).position(channel.size());
      ByteBuffer bytes =
          ByteBuffer.wrap((GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  /** The length of the file up to its last line's end. */
  private static long wholeLines(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    long end = channel.size();
    while (end > 0) {
      channel.read(one.clear(), end - 1);
      if (one.get(0) == '\n') {
        break;
      }
      end--;
    }
    return end;
  }

  /**
   * Reads all lines.
   *
   * @param each throws a RuntimeException for a line that it cannot use
   * @throws IOException if a line is no JSON or cannot be used; the message names it
   */
  public void read(Consumer<JsonObject> each) throws IOException {
    String text = Files.readString(file);
    int number = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      number++;
      try {
        each.accept(GSON.fromJson(line, JsonObject.class));
      } catch (RuntimeException e) {
        throw new IOException(file + ":" + number + ": no line of this log", e);
      }
    }
  }
}
