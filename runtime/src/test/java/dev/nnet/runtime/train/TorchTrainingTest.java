package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.text.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimisers and schedules beside PyTorch's; {@code make_optimizers.py} makes the values. */
class TorchTrainingTest {
  private static final int STEPS = 10;
  private static final int EPOCHS = 4;

  private static List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/torch", file)).stream()
        .map(l -> l.split("\t"))
        .toList();
  }

  static List<String[]> optimizers() throws IOException {
    return rows("optimizers.tsv");
  }

  static List<String[]> schedules() throws IOException {
    return rows("schedules.tsv");
  }

  static List<String[]> plateaus() throws IOException {
    return rows("plateau.tsv");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void twentySteps(String call, String expected) {
    Optimizer optimizer = Optimizer.parse(call);
    int count = 5;
    float[] params = new float[count];
    for (int k = 0; k < count; k++) {
      params[k] = (float) StrictMath.cos(k);
    }
    float[][] state = new float[optimizer.stateArrays()][count];
    for (int t = 0; t < 20; t++) {
      float[] gradients = new float[count];
      for (int k = 0; k < count; k++) {
        gradients[k] = (float) StrictMath.sin(k + 1.7 * t);
      }
      double lr = optimizer.lr().rate(t, 1, 20);
      optimizer.update(params, gradients, state, 0, count, true, lr, t + 1);
    }
    double[] torch = numbers(expected);
    for (int k = 0; k < count; k++) {
      assertThat((double) params[k]).as("weight %d", k).isCloseTo(torch[k], within(5e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void everyStepOfFourEpochs(String call, String expected) {
    Schedule schedule = Schedule.of(Call.parse(call));
    double[] torch = numbers(expected);
    assertThat(torch).hasSize(STEPS * EPOCHS);
    for (int step = 0; step < torch.length; step++) {
      assertThat(schedule.rate(step, STEPS, EPOCHS))
          .as("step %d", step)
          .isCloseTo(torch[step], within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("plateaus")
  void cutsWhenTheLossStopsFalling(String call, String losses, String rates) {
    Plateau plateau = Schedule.of(Call.parse(call)).plateau();
    Plateau.Seen seen = Plateau.Seen.NOTHING;
    double[] loss = numbers(losses);
    double[] torch = numbers(rates);
    for (int epoch = 0; epoch < loss.length; epoch++) {
      seen = seen.next(plateau, loss[epoch]);
      assertThat(seen.cut() * plateau.lr())
          .as("after epoch %d", epoch)
          .isCloseTo(torch[epoch], within(1e-12));
      assertThat(Plateau.Seen.parse(seen.text())).isEqualTo(seen);
    }
  }
}
