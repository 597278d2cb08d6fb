package dev.nnet.cli.report;

import com.google.gson.Gson;
import dev.nnet.cli.report.Run.Epoch;
import dev.nnet.cli.report.Run.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code log.jsonl}: a line for how a run began, one for each epoch, nothing is ever
 * replaced.
 *
 * <pre>
 * {"network":"LeNet5","file":"lenet5.nnet","section":"","epoch":0,"epochs":12, ..}
 * {"epoch":1,"step":938,"learningRate":0.0499,"train":{"loss":0.31,"accuracy":0.91},"judged":{..}, ..}
 * </pre>
 */
final class RunLog {
  private static final Gson GSON = new Gson();

  private final Path file;
  private final JsonLines lines;

  RunLog(Path file) {
    this.file = file;
    this.lines = new JsonLines(file);
  }

  void start(Start start) throws IOException {
    lines.append(start);
  }

  void epoch(Epoch epoch) throws IOException {
    lines.append(epoch);
  }

  /**
   * The last run of the log, with the epochs that it went on from.
   *
   * @throws IOException if a line is no JSON, or there is no run
   */
  Run read() throws IOException {
    List<Start> starts = new ArrayList<>();
    List<Epoch> epochs = new ArrayList<>();
    lines.read(
        line -> {
          if (line.has("network")) {
            Start start = GSON.fromJson(line, Start.class);
            starts.add(start);
            epochs.removeIf(e -> e.epoch() > start.epoch());
          } else {
            epochs.add(GSON.fromJson(line, Epoch.class));
          }
        });
    if (starts.isEmpty()) {
      throw new IOException(file + ": no run");
    }
    return new Run(starts.get(starts.size() - 1), epochs);
  }
}
