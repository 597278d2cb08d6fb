package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accumulated gradients, averaged weights, and the end that comes early. */
class UpdatesTest {
  private final Network network = new LinearNetwork("adam(0.05)");
  private final Dataset data = LinearData.of(29);
  private final Dataset valid = LinearData.of(7);

  private Trainer fresh() {
    return Trainer.create(Model.create(network, 1), "");
  }

  /** 29 examples: two updates of 12 and one of 5, in batches of 12, or of 4, the last of 1. */
  @Test
  void accumulatedBatchesAreAsOneLargeBatch() {
    List<Double> losses = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    try (Trainer whole = fresh().batch(12);
        Trainer pieces = fresh().batch(4).accumulate(3);
        Trainer threads = fresh().batch(4).accumulate(3).threads(2)) {
      whole.onEpoch(e -> losses.add(e.loss()));
      pieces.onEpoch(e -> losses.add(e.loss()));
      pieces.onBatch(p -> batches.add(p.batch() * 10 + p.batches()));
      whole.fit(data);
      pieces.fit(data);
      threads.fit(data);
      assertThat(pieces.steps()).isEqualTo(whole.steps()).isEqualTo(9);
      assertThat(batches).containsExactly(13, 23, 33, 13, 23, 33, 13, 23, 33);
      float[] expected = whole.model().params();
      assertThat(pieces.model().params()).containsExactly(expected, within(1e-6f));
      assertThat(threads.model().params()).isEqualTo(pieces.model().params());
      assertThat(losses.get(5)).isCloseTo(losses.get(2), within(1e-6));
    }
  }

  @Test
  void oneBatchAnUpdateHasTheBitsOfBefore() {
    try (Trainer one = fresh().accumulate(1);
        Trainer plain = fresh()) {
      one.fit(data);
      plain.fit(data);
      assertThat(one.model().params()).isEqualTo(plain.model().params());
    }
  }

  /** The average in double, beside a run that is not averaged and takes the same steps. */
  @Test
  void averagesTheWeightsOfAllSteps() {
    try (Trainer plain = fresh();
        Trainer averaged = fresh().average(0.75).threads(2)) {
      float[] begun = plain.model().params();
      assertThat(averaged.model().params()).isEqualTo(begun);
      double[] average = new double[begun.length];
      for (int k = 0; k < average.length; k++) {
        average[k] = begun[k];
      }
      plain.onBatch(
          p -> {
            double d = Math.min(0.75, (1.0 + p.step()) / (10 + p.step()));
            float[] now = plain.model().params();
            for (int k = 0; k < average.length; k++) {
              average[k] = d * average[k] + (1 - d) * now[k];
            }
          });
      List<Metrics> measured = new ArrayList<>();
      averaged.onEpoch(e -> measured.add(e.validation().orElseThrow()));
      plain.epochs(8).fit(data);
      averaged.epochs(8).fit(data, valid);
      float[] found = averaged.model().params();
      for (int k = 0; k < average.length; k++) {
        assertThat((double) found[k]).isCloseTo(average[k], within(1e-5));
      }
      assertThat(found).isNotEqualTo(plain.model().params());
      try (Trainer other = Trainer.create(Model.of(network, found), "")) {
        assertThat(measured.get(7)).as("it is measured").isEqualTo(other.evaluate(valid));
      }
    }
  }

  @Test
  void stopsWhenNoEpochIsBetterAndGoesBack() {
    List<Double> losses = new ArrayList<>();
    List<float[]> params = new ArrayList<>();
    List<EpochReport> reports = new ArrayList<>();
    try (Trainer trainer = fresh().lr("0.5").stopEarly("minimize(loss)", 3).epochs(100)) {
      trainer.onEpoch(
          e -> {
            losses.add(e.validation().orElseThrow().loss());
            params.add(trainer.model().params());
            reports.add(e);
          });
      trainer.fit(data, valid);
      int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
      assertThat(losses).hasSize(best + 4).hasSizeLessThan(100);
      assertThat(trainer.model().params()).isEqualTo(params.get(best));
      assertThat(reports.get(best).best()).isTrue();
      assertThat(reports).filteredOn(EpochReport::last).containsExactly(reports.get(best + 3));
      trainer.fit(data, valid);
      assertThat(trainer.epochsDone()).as("it is over").isEqualTo(best + 4);
    }
  }

  @Test
  void goesBackAlsoWhenAllEpochsAreDone() {
    List<float[]> params = new ArrayList<>();
    try (Trainer trainer = fresh().stopEarly("maximize(loss)", 9)) { // the first is the worst
      trainer.onEpoch(e -> params.add(trainer.model().params()));
      trainer.fit(data, valid);
      assertThat(trainer.epochsDone()).isEqualTo(3);
      assertThat(trainer.model().params()).isEqualTo(params.get(0));
    }
  }

  @Test
  void saysWhatItCannotDo() {
    try (Trainer trainer = fresh().stopEarly("minimize(loss)", 3)) {
      assertThatThrownBy(() -> trainer.fit(data))
          .hasMessage("Linear.fit: stop_early needs validation data");
    }
    assertThatThrownBy(() -> fresh().stopEarly("least(loss)", 3))
        .hasMessageContaining(
            "an objective is maximize(accuracy) or minimize(loss), not least(loss)");
    assertThatThrownBy(() -> fresh().stopEarly("maximize(accuracy)", 3))
        .hasMessage("stop_early: 'accuracy' is not measured here; there are loss, mae");
    try (Trainer trainer = fresh()) {
      String settings = trainer.settings().text();
      assertThatThrownBy(() -> trainer.stopEarly("minimize(mae)", 0))
          .hasMessage("stop_early: patience is a whole number of epochs from 1, not 0");
      assertThat(trainer.settings().text()).as("as before").isEqualTo(settings);
    }
    assertThatThrownBy(() -> fresh().accumulate(0)).hasMessage("train: accumulate 0 x 4");
    assertThatThrownBy(() -> fresh().accumulate(1 << 30))
        .hasMessage("train: accumulate 1073741824 x 4");
    assertThatThrownBy(() -> fresh().average(1)).hasMessage("train: average 1.0");
  }
}
