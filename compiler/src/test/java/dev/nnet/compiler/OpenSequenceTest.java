package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.Session;
import dev.nnet.runtime.Stream;
import dev.nnet.runtime.train.Trainer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences without a bound have the bits of those with one, and dimensions one size a batch. */
class OpenSequenceTest {
  private static final int[] LENGTHS = {3, 19, 1, 40, 12, 33, 40, 2};

  private static final String TAGGER =
      """
      network N {
          DIMENSION
          input  x: f32[B, T, 3]
          input  word: index<7>[B, T]
          target tag: index<4>[B, T]
          output logits: f32[B, T, 4]
          output mood: f32[B, 5]
          output spread: f32[B]
          y = concat(x, word -> embedding(4)) -> bidirectional { gru(6) }
          scores = y -> dense(1) -> squeeze(axis=2)
          weights = softmax(scores, axis=T)
          heads = y -> rearrange("b t (h d) -> b h t d", h=3) -> mean(axis=T)
          mood = (einsum("bt,btd->bd", weights, y) -> dense(5)) + (heads -> flatten -> dense(5))
          spread = max(scores, axis=T) - mean(scores, axis=T)
          logits = y -> lstm(5, peepholes=true) -> layer_norm -> dense(4)
          train {
              loss      = cross_entropy(logits, tag) + mean(mood * mood, axis=all)
              optimizer = adam(lr=1e-2)
              metrics   = [accuracy(logits, tag)]
              clip_norm = 1
          }
      }
      """;

  private static final String FORECASTER =
      """
      network F {
          dim T
          input  history: f32[B, T, 2]
          output next: f32[B, 3]
          next = history -> gru(8) -> last -> dense(3)
      }
      """;

  private static Model model(String text, String dimension) {
    return Model.create(TestNetworks.compile(text.replace("DIMENSION", dimension)).load(), 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequence T <= 9", "sequence T"})
  void aSingleStepLiesWhereItsExampleBegins(String dimension) {
    String text =
        """
        network G {
            DIMENSION
            input  x: f32[B, T]
            input  word: index<7>[B, T]
            output y: f32[B]
            y = sum(x, axis=T) + sum(to_float(word), axis=T)
        }
        """;
    try (Session session = model(text, dimension).session(2)) {
      session.row(0).put("x", new float[] {1, 2});
      session.row(0).put("word", new int[] {1, 2});
      session.row(1).put("x", 5f);
      session.row(1).put("word", 3);
      session.run(2);
      assertThat(session.output("y")).startsWith(6, 8);
    }
  }

  private static float[] values(int length, int seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  private static int[] indices(int length, int bound, int seed) {
    return new Random(seed).ints(length, 0, bound).toArray();
  }

  private static void fill(dev.nnet.runtime.Row row, int example) {
    int length = LENGTHS[example];
    row.put("x", values(length * 3, example));
    row.put("word", indices(length, 7, example));
  }

  /** All outputs of all examples, batch by batch. */
  private static float[][] outputs(Model model, int threads) {
    float[][] outputs = new float[3 * LENGTHS.length][];
    try (Session session = model.session(3, threads)) {
      for (int from = 0; from < LENGTHS.length; from += 3) {
        int batch = Math.min(3, LENGTHS.length - from);
        for (int i = 0; i < batch; i++) {
          fill(session.row(i), from + i);
        }
        session.run(batch);
        for (int i = 0; i < batch; i++) {
          outputs[3 * (from + i)] = session.floats("logits", i);
          outputs[3 * (from + i) + 1] =
              Arrays.copyOfRange(session.output("mood"), 5 * i, 5 * i + 5);
          outputs[3 * (from + i) + 2] = new float[] {session.output("spread")[i]};
        }
      }
    }
    return outputs;
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0,2", "256,1", "512,2"})
  void predictsAsWithABound(int bits, int threads) {
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    float[][] bounded = outputs(model(TAGGER, "sequence T <= 40"), threads);
    assertThat(outputs(model(TAGGER, "sequence T"), threads)).isDeepEqualTo(bounded);
  }

  private static Map<String, float[]> trained(String dimension, int threads) {
    try (Trainer trainer = Trainer.create(model(TAGGER, dimension), "").batch(3).threads(threads)) {
      float[] losses = new float[6];
      for (int step = 0; step < losses.length; step++) {
        for (int i = 0; i < 3; i++) {
          int example = (2 * step + i) % LENGTHS.length;
          fill(trainer.row(i), example);
        }
        for (int i = 0; i < 3; i++) {
          int example = (2 * step + i) % LENGTHS.length;
          fill(trainer.row(i), example);
          putTag(trainer, i, example);
        }
        losses[step] = trainer.step(3);
      }
      Map<String, float[]> all = new java.util.TreeMap<>();
      all.put("losses", losses);
      trainer.model().weights().paths().forEach(p -> all.put(p, trainer.model().weights().get(p)));
      return all;
    }
  }

  private static void putTag(Trainer trainer, int slot, int example) {
    dev.nnet.runtime.Row row = trainer.row(slot);
    fill(row, example);
    row.put("tag", indices(LENGTHS[example], 4, 50 + example));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void trainsAsWithABound(int threads) {
    Map<String, float[]> bounded = trained("sequence T <= 40", threads);
    Map<String, float[]> open = trained("sequence T", threads);
    assertThat(open.keySet()).isEqualTo(bounded.keySet());
    bounded.forEach((path, values) -> assertThat(open.get(path)).as(path).isEqualTo(values));
  }

  /** Noise of a step does not depend on how much room there is. */
  @Test
  void dropsTheSameInAMemoryThatHasGrown() {
    String text =
        """
        network D {
            sequence T
            input  x: f32[B, T, 3]
            target t: f32[B, T, 3]
            output y: f32[B, T, 3]
            y = x -> dropout(0.5) -> dense(3) -> dropout(0.3)
            train { loss = mse(y, t)  optimizer = sgd(lr=0.1) }
        }
        """;
    float[] losses = new float[2];
    for (int longer = 0; longer < 2; longer++) {
      try (Trainer trainer = Trainer.create(model(text, ""), "").batch(2)) {
        if (longer == 1) {
          trainer.row(0).put("x", values(3 * 333, 9));
        }
        for (int i = 0; i < 2; i++) {
          float[] x = values(3 * (7 + 6 * i), i);
          dev.nnet.runtime.Row row = trainer.row(i);
          row.put("x", x);
          row.put("t", x);
        }
        losses[longer] = trainer.step(2);
      }
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
  }

  @Test
  void aDimensionHasOneSizeForTheBatch() {
    Model model = model(FORECASTER, "");
    try (Session session = model.session(2)) {
      session.row(0).put("history", new float[7][2]);
      session.row(1).put("history", new float[9][2]);
      assertThatThrownBy(() -> session.run(2))
          .hasMessage(
              "F: examples with 7 and with 9 steps in one batch; `dim T` is the same for all,"
                  + " `sequence T` is not");
      session.row(1).put("history", new float[7][2]);
      session.run(2);
    }
  }

  @Test
  void theStepsOfAStreamAreThoseOfTheSequence() {
    Model model = model(FORECASTER, "");
    float[] history = values(2 * 100, 1);
    float[] whole = (float[]) model.run(Map.of("history", history)).get("next");
    Stream stream = model.stream();
    for (int t = 0; t < 100; t++) {
      stream.row().put("history", history, 2 * t, 2);
      stream.next();
    }
    assertThat(Arrays.copyOf(stream.output("next"), 3)).isEqualTo(whole);
  }

  @Test
  void arraysAreFilledDirectlyWhereThereIsRoom() {
    Model model = model(FORECASTER, "");
    float[] history = values(2 * 50, 1);
    float[] expected = (float[]) model.run(Map.of("history", history)).get("next");
    try (Session session = model.session(2)) {
      session.lengths("T")[0] = 50;
      assertThatThrownBy(() -> session.run(1)).hasMessage("F: 50 steps, but there is room for 16");
      session.reserve(50);
      assertThat(session.lengths("T")).containsExactly(64, 64);
      assertThat(session.input("history")).hasSize(2 * 64 * 2);
      Arrays.fill(session.lengths("T"), 50);
      System.arraycopy(history, 0, session.input("history"), 2 * 64, 100);
      session.run(2);
      assertThat(Arrays.copyOfRange(session.output("next"), 3, 6)).isEqualTo(expected);
    }
  }

  @Test
  void aLengthThatNoArrayHoldsIsAnError() {
    Model model = model(FORECASTER, "");
    try (Session session = model.session(1 << 20)) {
      assertThatThrownBy(() -> session.reserve(1 << 20))
          .hasMessageStartingWith("F: a batch of 1048576 with room for 1048576 steps needs ");
      session.row(5).put("history", new float[3][2]);
    }
  }

  /** The example of the design, as far as it is about its series. */
  @Test
  void aSeriesOfAnyLengthIsStandardized() {
    Model model =
        model(
            """
            network LoadForecaster {
                dim T
                input  history:  f32[B, T, 2]
                target future:   f32[B, 3]
                output forecast: f32[B, 3]
                preprocess history from f32[T, 2] -> standardize
                forecast = history -> gru(4) -> last -> dense(3)
                train { loss = huber(forecast, future)  optimizer = adamw(lr=1e-3)  batch = 1  epochs = 1 }
            }
            """,
            "");
    try (Trainer trainer = Trainer.create(model, "")) {
      trainer.fit(
          dev.nnet.runtime.data.Dataset.of(
              java.util.List.of(2, 30),
              (length, row) -> {
                float[] history = new float[2 * length];
                for (int t = 0; t < length; t++) {
                  history[2 * t] = 5;
                  history[2 * t + 1] = t % 2 == 0 ? 1 : 3;
                }
                row.put("history", history);
                row.put("future", new float[3]);
              }));
      assertThat(trainer.model().weights().get("history.mean")).containsExactly(5, 2);
      assertThat(trainer.model().weights().get("history.std")[1]).isEqualTo(1);
    }
  }
}
