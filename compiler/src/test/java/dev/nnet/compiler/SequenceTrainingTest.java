package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.LabelledLines;
import dev.nnet.runtime.data.Vocabulary;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What training does with sequences: one mask for all steps, gradients limited all together,
 * batches of examples of like length, words that come back with the weights.
 */
class SequenceTrainingTest {
  @TempDir Path folder;

  /** The loss is how far the steps of a constant sequence are from the first. */
  private static float unevenness(String layer) {
    Network network =
        TestNetworks.compile(
                """
                cell dropped {
                    input x: f32[B, D]
                    state n: f32[B, D]
                    next n = n + 1
                    return x -> LAYER
                }
                network N {
                    sequence T <= 9
                    input  x: f32[B, T, 40]
                    output y: f32[B, T, 40]
                    param w: f32[40] = ones
                    y = x * w -> STAGE
                    train { loss = mse(y, unsqueeze(y[:, 0], 1) + 0 * y)  optimizer = sgd(lr=0.1) }
                }
                """
                    .replace("STAGE", layer.startsWith("cell ") ? "scan(dropped())" : layer)
                    .replace("LAYER", layer.replace("cell ", "")))
            .load();
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "").batch(2)) {
      for (int i = 0; i < 2; i++) {
        float[] ones = new float[(4 + i) * 40];
        Arrays.fill(ones, 1);
        trainer.row(i).put("x", ones);
      }
      return trainer.step(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"variational_dropout(0.5)", "cell variational_dropout(0.5)"})
  void variationalDropoutHasOneMaskForAllSteps(String layer) {
    assertThat(unevenness(layer)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dropout(0.5)", "cell dropout(0.5)"})
  void dropoutHasOneForEach(String layer) {
    assertThat(unevenness(layer)).isGreaterThan(0.5f);
  }

  @Test
  void theNoiseOfACellIsOneStepLarge() {
    Network network =
        TestNetworks.compile(
                """
                network N {
                    sequence T <= 9
                    input  x: f32[B, T, 3]
                    target t: f32[B, 5]
                    output y: f32[B, 5]
                    y = x -> lstm(5, input_dropout=0.2, recurrent_dropout=0.2) -> last
                    train { loss = mse(y, t)  optimizer = sgd(lr=0.1) }
                }
                """)
            .load();
    List<List<Integer>> dims =
        network.spec().borders().stream()
            .filter(b -> b.kind() == BorderSpec.Kind.NOISE)
            .map(BorderSpec::dims)
            .toList();
    assertThat(dims).containsExactly(List.of(3), List.of(5));
  }

  /** A step of rate 1 takes the gradient off: all parameters together move by the norm. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm(5)", "gru(5) -> gru(4)", "bidirectional { rnn(4) }"})
  void gradientsOfAllStepsAreLimitedTogether(String layers) {
    double whole = moved(layers, "");
    assertThat(whole).isGreaterThan(1e-3);
    assertThat(moved(layers, "clip_norm = " + whole * 2)).isEqualTo(whole);
    assertThat(moved(layers, "clip_norm = 1e-3")).isCloseTo(1e-3, Offset.offset(1e-7));
  }

  private static double moved(String layers, String setting) {
    Network network =
        TestNetworks.compile(
                """
                network N {
                    sequence T <= 30
                    input  x: f32[B, T, 3]
                    target t: f32[B, 2]
                    output y: f32[B, 2]
                    y = x -> LAYERS -> last -> dense(2)
                    train { loss = mse(y, t)  optimizer = sgd(lr=1)  SETTING }
                }
                """
                    .replace("LAYERS", layers)
                    .replace("SETTING", setting))
            .load();
    Model before = Model.create(network, 1);
    try (Trainer trainer = Trainer.create(before, "").batch(3)) {
      for (int i = 0; i < 3; i++) {
        float[] x = new float[(10 * i + 7) * 3];
        for (int k = 0; k < x.length; k++) {
          x[k] = (float) Math.sin(k * (i + 1));
        }
        trainer.row(i).put("x", x);
        trainer.row(i).put("t", new float[] {i, 1 - i});
      }
      trainer.step(3);
      double squares = 0;
      for (ParameterSpec p : network.spec().parameters()) {
        float[] old = before.weights().get(p.path());
        float[] now = trainer.model().weights().get(p.path());
        for (int k = 0; k < now.length; k++) {
          squares += Math.pow((double) now[k] - old[k], 2);
        }
      }
      return Math.sqrt(squares);
    }
  }

  private static final String MOOD =
      """
      network N {
          sequence T
          input  words: index<12>[B, T]
          target mood: index<2>[B]
          output logits: f32[B, 2]
          logits = words -> embedding(4) -> gru(6) -> last -> dense(2)
          train { loss = cross_entropy(logits, mood)  optimizer = adam(lr=0.05)  batch = 8  epochs = 8 }
      }
      """;

  private LabelledLines lines() throws IOException {
    List<String> words = List.of("fine", "dull", "great", "poor", "lovely", "flat");
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < 60; k++) {
      text.append(k % 2 == 0 ? "good" : "bad").append("\tThe film was ");
      text.append("really ".repeat(k % 5)).append(words.get(k % 6)).append("\n");
    }
    return LabelledLines.read(Files.writeString(folder.resolve("films.tsv"), text));
  }

  @Test
  void wordsAndLabelsComeBackWithTheWeights() throws IOException {
    Network network = TestNetworks.compile(MOOD).load();
    LabelledLines lines = lines();
    Vocabulary words = Vocabulary.of(lines.texts(), 12);
    Path weights = folder.resolve("n.safetensors");
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.fit(lines.dataset("words", words, 9, "mood", lines.labels()));
      trainer.model().save(weights);
    }
    Model again = Model.load(network, weights);
    assertThat(again.classNames().of("mood")).containsExactly("bad", "good");
    Vocabulary known = Vocabulary.of(again.classNames().of("words"));
    float[] good =
        (float[]) again.run(Map.of("words", known.encode("the film was lovely"))).get("logits");
    float[] bad =
        (float[]) again.run(Map.of("words", known.encode("A film: really flat"))).get("logits");
    assertThat(good[1]).isGreaterThan(good[0]);
    assertThat(bad[0]).isGreaterThan(bad[1]);
  }

  @Test
  void batchesOfLikeLengthGoOnWhereTheyStopped() throws IOException {
    Network network = TestNetworks.compile(MOOD).load();
    LabelledLines lines = lines();
    Vocabulary words = Vocabulary.of(lines.texts(), 12);
    Dataset data = lines.dataset("words", words, 9, "mood", lines.labels());
    Path checkpoint = folder.resolve("n.checkpoint");
    float[] whole;
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "").epochs(2)) {
      trainer.fit(data);
      whole = trainer.model().params();
    }
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "").epochs(2)) {
      trainer.onBatch(
          progress -> {
            if (trainer.steps() == 11) {
              trainer.stop();
            }
          });
      trainer.fit(data);
      assertThat(trainer.steps()).isEqualTo(11);
      trainer.checkpoint(checkpoint);
    }
    try (Trainer trainer = Trainer.resume(network, checkpoint)) {
      trainer.fit(data);
      assertThat(trainer.model().params()).isEqualTo(whole);
    }
  }
}
