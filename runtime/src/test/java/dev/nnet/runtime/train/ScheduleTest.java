package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.text.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates at stated steps of a run of 4 epochs with 10 steps each. */
class ScheduleTest {
  private static Schedule schedule(String text) {
    return Schedule.of(Call.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.05                            |  0 | 0.05",
        "0.05                            | 99 | 0.05",
        "cosine(0.8)                     |  0 | 0.8",
        "cosine(0.8)                     | 10 | 0.68284271247",
        "cosine(0.8)                     | 20 | 0.4",
        "cosine(0.8)                     | 40 | 0",
        "cosine(0.8)                     | 99 | 0",
        "cosine(0.8, warmup=1)           |  0 | 0.08",
        "cosine(0.8, warmup=1)           |  9 | 0.8",
        "cosine(0.8, warmup=1)           | 10 | 0.8",
        "cosine(0.8, warmup=1)           | 25 | 0.4",
        "cosine(0.8, warmup=0.25)        |  0 | 0.32",
        "cosine(0.8, warmup=0.25)        |  2 | 0.8",
        "cosine(0.8, warmup=4)           | 39 | 0.8",
        "cosine(0.8, warmup=9)           | 45 | 0.40888888889",
        "linear(0.8)                     | 10 | 0.6",
        "linear(0.8, to=0.4)             | 20 | 0.6",
        "linear(0.8, to=0.4)             | 50 | 0.4",
        "linear(0.8, 0.2, warmup=2)      |  4 | 0.2",
        "linear(0.8, 0.2, warmup=2)      | 30 | 0.5",
        "step(0.8, every=2, factor=0.5)  | 19 | 0.8",
        "step(0.8, every=2, factor=0.5)  | 20 | 0.4",
        "step(0.8, every=2, factor=0.5)  | 40 | 0.2",
        "exponential(0.8, factor=0.5)    |  9 | 0.8",
        "exponential(0.8, factor=0.5)    | 10 | 0.4",
        "exponential(0.8, factor=0.5)    | 30 | 0.1",
        "constant(0.8)                   |  9 | 0.8",
        "constant(0.8, warmup=0.5)       |  0 | 0.16",
        "constant(0.8, warmup=0.5)       |  4 | 0.8",
        "constant(0.8, warmup=0.5)       | 39 | 0.8",
        "cosine(0.8, to=0.4)             | 20 | 0.6",
        "cosine(0.8, to=0.4)             | 40 | 0.4",
        "step(0.8, 2, 0.5, warmup=1)     |  1 | 0.16",
        "step(0.8, 2, 0.5, warmup=1)     | 25 | 0.4",
        "exponential(0.8, 0.5, warmup=2) |  9 | 0.4",
        "exponential(0.8, 0.5, warmup=2) | 20 | 0.2",
        "inverse_sqrt(0.8, warmup=1)     |  4 | 0.4",
        "inverse_sqrt(0.8, warmup=1)     |  9 | 0.8",
        "inverse_sqrt(0.8, warmup=1)     | 39 | 0.4",
        "inverse_sqrt(0.8, warmup=0)     |  3 | 0.4",
        "one_cycle(0.8)                  |  0 | 0.032",
        "one_cycle(0.8)                  | 11 | 0.8",
        "one_cycle(0.8)                  | 39 | 0.0000032",
        "one_cycle(0.8)                  | 99 | 0.0000032",
        "plateau(0.8)                    | 35 | 0.8",
        "plateau(0.8, warmup=1)          |  4 | 0.4"
      })
  void givesTheRateOfAStep(String text, long step, double rate) {
    assertThat(schedule(text).rate(step, 10, 4)).isCloseTo(rate, within(1e-10));
  }

  @Test
  void onlyAConstantNeedsNoEpochs() {
    assertThat(schedule("0.1").needsEpochs()).isFalse();
    assertThat(schedule("constant(0.1)").needsEpochs()).isFalse();
    assertThat(schedule("constant(0.1, warmup=1)").needsEpochs()).isTrue();
    assertThat(schedule("cosine(0.1)").needsEpochs()).isTrue();
    assertThat(schedule("exponential(0.1, 0.5)").needsEpochs()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "polynomial(0.1)         | unknown schedule 'polynomial'; there are constant, cosine, exponential, inverse_sqrt, linear, one_cycle, plateau, step",
        "inverse_sqrt(0.1)       | inverse_sqrt needs 'warmup'",
        "one_cycle(0.1, warmup=1) | one_cycle has no argument 'warmup'",
        "one_cycle(0.1, rise=1)  | one_cycle: rise is 1.0, not in [0.0, 1.0)",
        "plateau(0.1, factor=1)  | plateau: factor is 1.0, not in [0.0, 1.0)",
        "cosine(0.1, warmup=-1)  | warmup cannot be -1.0 epochs",
        "cosine(-0.1)            | a learning rate or its factor cannot be -0.1",
        "cosine(0.1, until=3)    | cosine has no argument 'until'; it has lr, to, warmup",
        "step(0.1, 1.5, 0.1)     | step: every is a number of epochs, not 1.5",
        "step(0.1, 0, 0.1)       | step: every is a number of epochs, not 0.0",
        "step(0.1, every=1)      | step needs 'factor'",
        "exponential(0.1, -1)    | a learning rate or its factor cannot be -1.0"
      })
  void saysWhatIsWrongWithACall(String text, String message) {
    assertThatThrownBy(() -> schedule(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
