package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.RowsSpec;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.train.Segments.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates of the rows that a batch names, and what is left out, have the bits of whole ones. */
class TouchedTest {
  private static final int ROWS = 30;
  private static final int LENGTH = 300;

  /** Weights, a table whose rows of seven have room between them, and weights. */
  private static ModelSpec spec() {
    ModelSpec linear = new LinearNetwork().spec();
    return new ModelSpec(
        "Table",
        "table.nnet",
        List.of(
            ParameterSpec.dense("a", List.of(11), 0, true, "zeros"),
            new ParameterSpec("table", List.of(ROWS, 7), 11, List.of(9, 1), true, true, "zeros"),
            ParameterSpec.dense("b", List.of(17), 283, false, "zeros")),
        LENGTH,
        List.of(
            new BorderSpec(
                BorderSpec.Kind.INPUT, "word", BorderSpec.Element.INDEX, ROWS, List.of(4), "1:1"),
            new BorderSpec(
                BorderSpec.Kind.LOSS, "loss", BorderSpec.Element.F32, 0, List.of(), "1:1")),
        List.of(),
        List.of(),
        List.of(
            new dev.nnet.runtime.TrainSpec(
                "",
                linear.train("").settings(),
                1,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(new RowsSpec("table", 0)))));
  }

  /** Random gradients in all places that a batch of three touches. */
  private static void fill(Random random, Memory memory, Touched touched, float[] gradients) {
    for (int k = 0; k < memory.ints[0].length; k++) {
      memory.ints[0][k] = random.nextInt(ROWS);
    }
    touched.clear(gradients);
    touched.read(memory, 3);
    for (int r = 0; r < touched.count(); r++) {
      for (int k = touched.from(r); k < touched.to(r); k++) {
        gradients[k] = (float) random.nextGaussian();
      }
    }
  }

  private static Memory memory(ModelSpec spec) {
    Program any = new LinearNetwork().training("", false);
    return new Memory(spec, any, new float[LENGTH], new float[LENGTH], 3, 1);
  }

  @Test
  void clearsWhatTheBatchBeforeTouched() {
    ModelSpec spec = spec();
    Memory memory = memory(spec);
    Touched touched = new Touched(spec, spec.train("").rows(), LENGTH);
    float[] gradients = new float[LENGTH];
    Random random = new Random(1);
    for (int step = 0; step < 20; step++) {
      fill(random, memory, touched, gradients);
      for (int row = 0; row < ROWS; row++) {
        int number = row;
        boolean named = Arrays.stream(memory.ints[0]).anyMatch(i -> i == number);
        int from = 11 + 9 * row;
        float[] values = Arrays.copyOfRange(gradients, from, from + 7);
        assertThat(values[0] != 0).isEqualTo(named);
        assertThat(row < ROWS - 1 ? gradients[from + 7] : 0).isZero();
      }
    }
    assertThat(touched.total()).isLessThan(11 + 17 + 12 * 9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sgd(0.1); true",
        "adagrad(0.1); true",
        "sgd(0.1, momentum=0.9); false",
        "sgd(0.1, weight_decay=0.1); false",
        "adagrad(0.1, weight_decay=0.1); false",
        "adam(0.1); false",
        "adamw(0.1); false",
        "rmsprop(0.1); false"
      })
  void movesTheSame(String text, boolean still) {
    ModelSpec spec = spec();
    Optimizer optimizer = Optimizer.parse(text);
    assertThat(optimizer.still(true)).isEqualTo(still);
    Memory memory = memory(spec);
    Touched touched = new Touched(spec, spec.train("").rows(), LENGTH);
    Touched everything = Touched.everything(LENGTH);
    List<Segment> segments = Segments.of(spec, List.of(), false);
    float[] params = new float[LENGTH];
    Random random = new Random(2);
    for (int k = 0; k < LENGTH; k++) {
      params[k] = k % 5 == 0 ? -0f : (float) random.nextGaussian();
    }
    float[] other = params.clone();
    float[] gradients = new float[LENGTH];
    float[] otherGradients = new float[LENGTH];
    float[][] state = new float[optimizer.stateArrays()][LENGTH];
    float[][] otherState = new float[optimizer.stateArrays()][LENGTH];
    Clip clip = new Clip(2, 1.5f);
    try (Workers workers = new Workers(1)) {
      Update rows =
          new Update(
              spec, spec.train(""), touched, optimizer, workers, params, gradients, state, null, 0);
      Update whole =
          new Update(
              spec,
              spec.train(""),
              everything,
              optimizer,
              workers,
              other,
              otherGradients,
              otherState,
              null,
              0);
      for (int step = 1; step < 30; step++) {
        fill(random, memory, touched, gradients);
        System.arraycopy(gradients, 0, otherGradients, 0, LENGTH);
        clip.apply(gradients, segments, touched);
        clip.apply(otherGradients, segments, everything);
        assertThat(gradients).isEqualTo(otherGradients);
        rows.apply(optimizer, 0.1, step);
        whole.apply(optimizer, 0.1, step);
        for (int k = 0; k < LENGTH; k++) {
          assertThat(Float.floatToRawIntBits(params[k]))
              .isEqualTo(Float.floatToRawIntBits(other[k]));
        }
        assertThat(state).isDeepEqualTo(otherState);
      }
    }
  }

  /** What {@code still} promises, and that nobody promises too little. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"sgd(0.1)", "adagrad(0.1)", "sgd(0.1, momentum=0.9)", "adam(0.1)", "rmsprop(0.1)"})
  void aGradientOfZeroMovesNothingOrIsNotStill(String text) {
    Optimizer optimizer = Optimizer.parse(text);
    float[] params = {1.5f, -2, 0, -0f, 1e-30f, 3e38f, 0.1f};
    float[] before = params.clone();
    float[][] state = new float[optimizer.stateArrays()][params.length];
    for (float[] array : state) {
      Arrays.fill(array, 0.7f);
    }
    optimizer.update(params, new float[params.length], state, 0, params.length, false, 0.1, 3);
    boolean moved = !Arrays.equals(params, before);
    for (float[] array : state) {
      for (float value : array) {
        moved |= value != 0.7f;
      }
    }
    assertThat(optimizer.still(false)).isEqualTo(!moved);
  }
}
