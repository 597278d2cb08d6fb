package dev.nnet.cli.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.cli.search.SearchRun.Best;
import dev.nnet.cli.search.TrialsFile.Start;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.random.RandomStream;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that ends at any moment and goes on is one that never ended. */
class SearchRunTest {
  private static final String TEXT =
      """
      network Ring(units = 4, rate = 0.1, act = tanh, drop = 0.1) {
          input  x: f32[B, 2]
          target t: index<2>[B]
          output y: f32[B, 2]
          y = x -> dense(units) -> act -> dropout(drop) -> dense(2)
          train {
              loss = cross_entropy(y, t)  metrics = [accuracy(y, t)]
              optimizer = adam(lr=cosine(rate))  batch = 16  epochs = 8
          }
          search {
              units in [2, 5, 9]  rate in log_uniform(1e-3, 0.3)  act in [relu, tanh]
              drop in uniform(0, 0.3)  objective = accuracy  trials = 8
          }
      }
      """;

  private static final Start START = new Start("Ring", "hash", "ring", 80, 1, "now", "17");

  @TempDir Path folder;

  /** Is an example within a circle? */
  private static final class Ring implements Dataset {
    /** Reads that are left until the process dies; never, if negative. */
    private int left = -1;

    @Override
    public int size() {
      return 80;
    }

    @Override
    public void read(int index, Row row) {
      if (left == 0) {
        throw new Death();
      }
      left--;
      RandomStream stream = new RandomStream(3, "ring");
      float a = (float) (2 * stream.uniform(2 * index) - 1);
      float b = (float) (2 * stream.uniform(2 * index + 1) - 1);
      row.put("x", new float[] {a, b});
      row.put("t", a * a + b * b < 0.6f ? 1 : 0);
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Ring data = new Ring();

  private SearchRun search(String text, Path where) throws IOException {
    Source source = new Source("ring.nnet", text);
    Diagnostics diagnostics = new Diagnostics();
    CompiledNetwork network = Compiler.compile(source, diagnostics, StageListener.NONE).get(0);
    assertThat(diagnostics.render()).isEmpty();
    return new SearchRun(source, network, n -> data, 1, where, Duration.ZERO);
  }

  private SearchRun done(String text, Path where) throws IOException {
    SearchRun run = search(text, where);
    run.begin(START);
    run.run();
    return run;
  }

  /** What a search ends with. */
  private static List<Object> end(SearchRun run) throws IOException {
    Best best = run.found().orElseThrow();
    List<Byte> bytes = new java.util.ArrayList<>();
    for (byte b : Files.readAllBytes(best.weights())) {
      bytes.add(b);
    }
    return List.of(run.table(), best.trial(), best.call(), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sampling = halton", "halving = 2"})
  void isAsOneThatNeverEnded(String how) throws IOException {
    String text = TEXT.replace("trials = 8", "trials = 8  " + how);
    SearchRun whole = done(text, folder.resolve("whole"));
    Path ended = folder.resolve("ended");
    SearchRun run = search(text, ended);
    run.begin(START);
    int deaths = 0;
    for (boolean going = true; going; deaths++) {
      data.left = 301 + 97 * deaths; // in the middle of one epoch or another
      try {
        run.run();
        going = false;
      } catch (Death e) {
        run = search(text, ended);
        run.resume(START);
      }
    }
    assertThat(deaths).isGreaterThan(3);
    assertThat(end(run)).isEqualTo(end(whole));
    try (var left = Files.list(ended)) {
      assertThat(left.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("trials.jsonl", "best.safetensors", "search.html");
    }
    data.left = 0;
    SearchRun again = search(text, ended);
    again.resume(START);
    again.run();
    assertThat(again.table()).as("there is nothing left to do").isEqualTo(whole.table());
  }

  @Test
  void theBestIsWhatItsTextLearns() throws IOException {
    SearchRun run = done(TEXT, folder);
    Best best = run.found().orElseThrow();
    assertThat(run.table()).hasSize(9);
    assertThat(run.table().get(0).trim().split(" +"))
        .containsExactly("trial", "units", "rate", "act", "drop", "epochs", "accuracy");
    double[] values =
        run.table().stream()
            .skip(1)
            .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' '))))
            .toArray();
    assertThat(values).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(values[0]).isGreaterThan(values[7]);

    String text = TEXT + "network Best = " + best.call() + "\n";
    CompiledNetwork network =
        Compiler.compile(new Source("b.nnet", text), new Diagnostics(), StageListener.NONE).get(1);
    try (Trainer trainer = Trainer.create(Model.create(network.load(), 1), "").validation(0.1)) {
      trainer.fit(data);
      assertThat(Model.load(network.load(), best.weights()).params())
          .isEqualTo(trainer.model().params());
    }
  }

  @Test
  void halvingTrainsLess() throws IOException {
    done(TEXT.replace("trials = 8", "trials = 8  halving = 2"), folder);
    List<String> lines = Files.readAllLines(folder.resolve("trials.jsonl"));
    assertThat(lines.stream().filter(l -> l.contains("\"figures\"")))
        .as("8 to epoch 1, 4 to 2, 2 to 4, 1 to 8")
        .hasSize(8 + 4 + 2 * 2 + 4);
    assertThat(IntStream.rangeClosed(1, 4).mapToLong(r -> rounds(lines, r)))
        .containsExactly(8L, 4L, 2L, 1L);
  }

  private static long rounds(List<String> lines, int round) {
    return lines.stream().filter(l -> l.contains("\"round\":" + round + ",")).count();
  }

  @Test
  void aTrialThatFailsIsToldAndTheOthersGoOn() throws IOException {
    String text =
        TEXT.replace("rate in log_uniform(1e-3, 0.3)", "rate in [0.1, 1e39]")
            .replace("units in [2, 5, 9]", "units in [0, 5]")
            .replace("drop in uniform(0, 0.3)", "")
            .replace("adam", "sgd");
    SearchRun run = done(text, folder);
    assertThat(run.table()).hasSize(9);
    assertThat(run.table().subList(3, 9)).allMatch(l -> l.endsWith("failed"));
    assertThat(run.found()).isPresent();
    assertThat(Files.readString(folder.resolve("trials.jsonl")))
        .contains("(step 2)")
        .contains("\"problem\":\"5:");
    SearchRun none = done(text.replace("0.1, 1e39", "1e39, 1e40"), folder);
    assertThat(Files.readString(folder.resolve("search.html")))
        .contains("8 of 8 trials")
        .contains(">failed<")
        .doesNotContain("NaN");
    assertThat(none.found()).isEmpty();
    assertThat(folder.resolve("best.safetensors")).doesNotExist();
  }

  @Test
  void anotherTextOrOtherDataAreNoticed() throws IOException {
    done(TEXT, folder);
    SearchRun run = search(TEXT, folder);
    assertThatThrownBy(() -> run.resume(new Start("Ring", "other", "ring", 80, 1, "later", "17")))
        .hasMessage(
            "the text has changed since this search began at now; without --resume it begins anew");
    assertThatThrownBy(() -> run.resume(new Start("Ring", "hash", "ring", 81, 1, "later", "17")))
        .hasMessageStartingWith("the data have changed: 80 examples of ring since");
    assertThatThrownBy(() -> search(TEXT, folder.resolve("new")).resume(START))
        .hasMessage("there is no search to go on with in " + folder.resolve("new"));
  }
}
