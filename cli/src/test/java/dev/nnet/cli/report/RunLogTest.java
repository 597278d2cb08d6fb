package dev.nnet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.cli.report.Run.Epoch;
import dev.nnet.cli.report.Run.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines are added and never replaced; what a log tells is what was written. */
class RunLogTest {
  @TempDir Path folder;

  static Start start(int epoch) {
    return new Start(
        "Net",
        "n.nnet",
        "",
        epoch,
        9,
        "train(batch=8)",
        "test",
        68,
        "data <x>",
        64,
        16,
        1,
        "now",
        "17");
  }

  static Epoch epoch(int number, double loss) {
    Map<String, Double> test = new HashMap<>();
    test.put("loss", loss);
    test.put("auc", null);
    Map<String, Double> train = Map.of("loss", 2 * loss);
    Map<String, List<List<Double>>> tables =
        Map.of("confusion", List.of(List.of(9.0, 1.0), List.of(2.0, 4.0 + number)));
    return new Epoch(number, 8L * number, 0.1, train, test, tables, true, 0.5, 128);
  }

  @Test
  void tellsWhatWasWritten() throws IOException {
    RunLog log = new RunLog(folder.resolve("log.jsonl"));
    log.start(start(0));
    log.epoch(epoch(1, 0.7));
    log.epoch(epoch(2, 0.3));
    assertThat(log.read()).isEqualTo(new Run(start(0), List.of(epoch(1, 0.7), epoch(2, 0.3))));
    assertThat(Files.readAllLines(folder.resolve("log.jsonl"))).hasSize(3);
  }

  @Test
  void aRunThatGoesOnKeepsTheEpochsBefore() throws IOException {
    RunLog log = new RunLog(folder.resolve("log.jsonl"));
    log.start(start(0));
    log.epoch(epoch(1, 0.7));
    log.epoch(epoch(2, 0.6));
    log.start(start(1)); // its checkpoint was that of the first epoch
    log.epoch(epoch(2, 0.5));
    assertThat(log.read().epochs()).containsExactly(epoch(1, 0.7), epoch(2, 0.5));
    log.start(start(0));
    assertThat(log.read().epochs()).isEmpty();
  }

  @Test
  void halfALineIsRemoved() throws IOException {
    Path file = folder.resolve("log.jsonl");
    RunLog log = new RunLog(file);
    log.start(start(0));
    Files.writeString(file, "{\"epoch\":1,\"ste", StandardOpenOption.APPEND);
    log.epoch(epoch(1, 0.7));
    assertThat(log.read().epochs()).containsExactly(epoch(1, 0.7));
  }

  @Test
  void whatIsNoLogIsSaid() throws IOException {
    Path file = folder.resolve("log.jsonl");
    new RunLog(file).start(start(0));
    Files.writeString(file, "hello\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> new RunLog(file).read())
        .isInstanceOf(IOException.class)
        .hasMessage(file + ":2: no line of this log");
  }
}
