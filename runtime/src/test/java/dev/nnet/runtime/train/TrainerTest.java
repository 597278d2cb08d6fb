package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linear regression from the first step to the last. */
class TrainerTest {
  private final Network network = new LinearNetwork();
  private final Dataset data = LinearData.of(10);

  @Test
  void findsTheLineTheDataLieOn() {
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.epochs(400).fit(data);
      assertThat(trainer.evaluate(data).loss()).isCloseTo(0, within(1e-8));
      float[] w = trainer.model().weights().get("w");
      assertThat(w).containsExactly(new float[] {2, -1}, within(1e-3f));
    }
  }

  /** One step by hand: y = 0, gradient of w0 is 2 x0 (y - t). */
  @Test
  void makesTheStepThatFollowsFromTheFormula() {
    try (Trainer trainer = Trainer.create(Model.of(network, new float[8]), "")) {
      trainer.lr("0.5");
      trainer.row(0).put("x", new float[] {2, 1});
      trainer.row(0).put("group", 1);
      trainer.row(0).put("t", 3f);
      assertThat(trainer.step(1)).isEqualTo(9);
      assertThat(trainer.model().params()).containsExactly(6, 0, 3, 0, 0, 3, 0, 0);
      assertThat(trainer.steps()).isEqualTo(1);
    }
  }

  @Test
  void givesTheSameBitsOnAnyNumberOfThreads() {
    float[] one = fitted(1);
    assertThat(fitted(2)).isEqualTo(one);
    assertThat(fitted(4)).isEqualTo(one);
  }

  private float[] fitted(int threads) {
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.threads(threads).fit(data);
      return trainer.model().params();
    }
  }

  @Test
  void reportsEveryEpochAndBatch() {
    List<EpochReport> epochs = new ArrayList<>();
    List<String> batches = new ArrayList<>();
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.onEpoch(epochs::add).lr("exponential(0.1, 0.5)");
      trainer.onBatch(
          p -> batches.add(p.epoch() + "/" + p.epochs() + " " + p.batch() + "/" + p.batches()));
      trainer.fit(data, LinearData.of(3));
      assertThat(epochs.get(2).validation().orElseThrow())
          .isEqualTo(trainer.evaluate(LinearData.of(3)));
    }
    assertThat(epochs).extracting(EpochReport::number).containsExactly(1, 2, 3);
    assertThat(epochs).extracting(EpochReport::learningRate).containsExactly(0.1, 0.05, 0.025);
    assertThat(epochs.get(2).loss()).isLessThan(epochs.get(0).loss());
    assertThat(batches).startsWith("1/3 1/3", "1/3 2/3", "1/3 3/3", "2/3 1/3").hasSize(9);
  }

  @Test
  void meansDoNotDependOnHowExamplesAreBatched() {
    try (Trainer four = Trainer.create(Model.create(network, 1), "");
        Trainer ten = Trainer.create(Model.create(network, 1), "").batch(10)) {
      assertThat(four.evaluate(data).loss()).isCloseTo(ten.evaluate(data).loss(), within(1e-6));
    }
  }

  @Test
  void leavesTheModelItBeganWithAlone() {
    Model model = Model.create(network, 1);
    float[] before = model.params();
    try (Trainer trainer = Trainer.create(model, "")) {
      trainer.fit(data);
      assertThat(trainer.model().params()).isNotEqualTo(before);
    }
    assertThat(model.params()).isEqualTo(before);
  }

  @Test
  void keepsTheWeightsBeforeTheLossWasLost() {
    Dataset broken =
        Dataset.of(
            List.of(1f, Float.NaN),
            (t, row) -> {
              row.put("x", new float[2]);
              row.put("group", 0);
              row.put("t", t);
            });
    float[] before = Model.create(network, 1).params();
    try (Trainer trainer = Trainer.create(Model.of(network, before), "")) {
      assertThatThrownBy(() -> trainer.fit(broken))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("Linear: the loss is NaN in epoch 1, batch 1 (step 1), learning");
      assertThat(trainer.model().params()).isEqualTo(before);
      assertThat(trainer.steps()).isZero();
    }
  }

  @Test
  void neverWritesWeightsThatAreNotFinite(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run");
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.checkpoint(file);
      byte[] good = Files.readAllBytes(file);
      trainer.lr("1e39").row(0).put("x", new float[] {2, 1});
      trainer.row(0).put("group", 1);
      trainer.row(0).put("t", 3f);
      trainer.step(1);
      assertThatThrownBy(() -> trainer.checkpoint(file))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "Linear: step 1 made weights that are not finite, learning rate 1.0E39; the last good"
                  + " checkpoint is "
                  + file
                  + "; a smaller rate or clip_norm may help");
      assertThat(Files.readAllBytes(file)).isEqualTo(good);
    }
  }

  @Test
  void settingsOfAStartedRunStay() {
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      trainer.batch(5).seed(3).optimizer("adam(0.1)").lr("0.2");
      assertThat(trainer.settings().optimizer()).isEqualTo("adam(0.2)");
      trainer.row(0);
      assertThatThrownBy(() -> trainer.batch(6)).hasMessage("set batch before the first step");
      assertThatThrownBy(() -> trainer.threads(2)).hasMessage("set threads before the first step");
    }
  }

  @Test
  void saysWhatItCannotDo() {
    assertThatThrownBy(() -> Trainer.create(Model.create(network, 1), "fine"))
        .hasMessage("Linear has no train fine; it has ['']");
    try (Trainer trainer = Trainer.create(Model.create(network, 1), "")) {
      Dataset none = Dataset.of(List.of(), (sample, row) -> {});
      assertThatThrownBy(() -> trainer.threads(0)).hasMessage("0 threads: at least 1 expected");
      assertThatThrownBy(() -> trainer.fit(none)).hasMessage("Linear.fit: no training examples");
      assertThatThrownBy(() -> trainer.evaluate(none)).hasMessage("Linear.evaluate: no examples");
      trainer.lr("cosine(0.1)");
      assertThatThrownBy(() -> trainer.step(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("sgd(lr=cosine(0.1)) needs the length of an epoch: use fit");
      assertThatThrownBy(() -> trainer.row(4)).hasMessage("Linear.fit: example 4 is not in 0..3");
    }
  }
}
