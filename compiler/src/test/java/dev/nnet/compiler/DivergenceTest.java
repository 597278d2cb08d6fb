package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.runtime.Model;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.Trainer;
import dev.nnet.runtime.train.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training that goes wrong stops, says where, and leaves the weights as they were. */
class DivergenceTest {
  @TempDir Path folder;

  /** Line 7 is {@code h}; the lines of {@code k} and {@code y} follow. */
  private static CompiledNetwork network(String middle) {
    return TestNetworks.compile(
        """
        network N {
            input  x: f32[B, 1, 4, 4]
            target t: f32[B, 3]
            output y: f32[B, 3]

            // the middle is one of several
            h = x -> conv2d(4, kernel=3, padding=1) -> relu -> max_pool2d(3, stride=1, padding=1)
            k = %s
            y = k -> flatten -> dense(5) -> tanh -> dense(3)
            train { loss = mse(y, t)  optimizer = sgd(lr=0.1)  batch = 4 }
        }
        """
            .formatted(middle));
  }

  private static Dataset data(float... scales) {
    return Dataset.of(
        List.of(0, 1, 2, 3, 4, 5),
        (i, row) -> {
          float[] x = new float[16];
          for (int k = 0; k < x.length; k++) {
            x[k] = scales[i % scales.length] * (k % 5 - 2);
          }
          row.put("x", x);
          row.put("t", new float[] {1, 2, i});
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exp(h * 1e6)          | 8",
        "log(h - 1000)         | 8",
        "sqrt(h - 1000)        | 8",
        "1 / (h - h)           | 8",
        "(h - h) / (h - h)     | 8",
        "h * 1e38 * 1e38       | 8",
      })
  void namesTheLine(String middle, int line) {
    Model model = Model.create(network(middle).load(), 1);
    try (Trainer trainer = Trainer.create(model, "")) {
      assertThatThrownBy(() -> trainer.fit(data(1)))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "N: (the loss is (NaN|-?Infinity)|a gradient is not finite) in epoch 1, batch 1 .*")
          .hasMessageContaining("not finite is in ")
          .hasMessageContaining("(test.nnet:" + line + ")");
      assertThat(trainer.model().params()).isEqualTo(model.params());
      assertThat(trainer.steps()).isZero();
    }
  }

  /** The root of a number that falls to 0 is fine, its gradient is not. */
  @Test
  void gradientsAreWatchedToo() {
    Model model = Model.create(network("sqrt(abs(h - h))").load(), 1);
    try (Trainer trainer = Trainer.create(model, "")) {
      assertThatThrownBy(() -> trainer.fit(data(1)))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("N: a gradient is not finite in epoch 1, batch 1 (step 1)")
          .hasMessageContaining("(test.nnet:8)");
      assertThat(trainer.model().params()).isEqualTo(model.params());
    }
  }

  @Test
  void namesAnExampleAndAWeight() {
    CompiledNetwork network = network("h * 1");
    try (Trainer trainer = Trainer.create(Model.create(network.load(), 1), "")) {
      assertThatThrownBy(() -> trainer.fit(data(1, 1, 1, Float.NaN)))
          .hasMessageContaining("not finite is in 'x' of example ")
          .hasMessageContaining(" of the batch (test.nnet:2:12)");
    }
    Model model = Model.create(network.load(), 1);
    float[] params = model.params();
    ParameterSpec bias = network.spec().parameter("y/dense_2.bias");
    bias.scatter(new float[] {0, Float.POSITIVE_INFINITY, 0}, params);
    try (Trainer trainer = Trainer.create(Model.of(network.load(), params), "")) {
      assertThatThrownBy(() -> trainer.fit(data(1)))
          .hasMessageContaining("not finite is in the weights 'y/dense_2.bias'");
    }
  }

  /** Step by step the weights grow until they overflow. */
  @Test
  void namesTheLastGoodCheckpoint() throws IOException {
    Path file = folder.resolve("good");
    try (Trainer trainer = Trainer.create(Model.create(network("h * 1").load(), 1), "")) {
      trainer.checkpoint(file);
      trainer.lr("1e30").epochs(1000);
      assertThatThrownBy(() -> trainer.fit(data(1)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("; the last good checkpoint is " + file + "; a smaller rate");
    }
  }
}
