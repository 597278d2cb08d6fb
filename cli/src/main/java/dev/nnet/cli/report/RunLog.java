package dev.nnet.cli.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.nnet.cli.report.Run.Epoch;
import dev.nnet.cli.report.Run.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code log.jsonl}: a line for how a run began, one for each epoch, nothing is ever
 * replaced.
 *
 * <pre>
 * {"network":"LeNet5","file":"lenet5.nnet","section":"","epoch":0,"epochs":12, ..}
 * {"epoch":1,"step":938,"learningRate":0.0499,"train":{"loss":0.31,"accuracy":0.91},"test":{..}, ..}
 * </pre>
 *
 * A line is written at once, so a process that is killed leaves whole lines; should a machine that
 * fails leave half of one, the next run removes it.
 */
final class RunLog {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final Path file;

  RunLog(Path file) {
    this.file = file;
  }

  void start(Start start) throws IOException {
    append(GSON.toJson(start));
  }

  void epoch(Epoch epoch) throws IOException {
    append(GSON.toJson(epoch));
  }

  private void append(String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.truncate(wholeLines(channel)).position(channel.size());
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
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
   * The last run of the log, with the epochs that it went on from.
   *
   * @throws IOException if a line is no JSON, or there is no run
   */
  Run read() throws IOException {
    Start start = null;
    List<Epoch> epochs = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        if (GSON.fromJson(line, JsonObject.class).has("network")) {
          start = GSON.fromJson(line, Start.class);
          int done = start.epoch();
          epochs.removeIf(e -> e.epoch() > done);
        } else {
          epochs.add(GSON.fromJson(line, Epoch.class));
        }
      } catch (JsonParseException | NullPointerException e) {
        throw new IOException(file + ":" + number + ": no line of a run's log", e);
      }
    }
    if (start == null) {
      throw new IOException(file + ": no run");
    }
    return new Run(start, epochs);
  }
}
