package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.runtime.Execution;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Program;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that share the units of a sequence's steps make the bits of one alone. */
class SharedSequenceTest {
  private static final int STEPS = 5;

  private static final String CELLS =
      """
      cell simple_gru(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          z = concat(x, h)     -> dense(units) -> sigmoid
          r = concat(x, h)     -> dense(units) -> sigmoid
          n = concat(x, r * h) -> dense(units) -> tanh
          next h = (1 - z) * n + z * h
      }
      cell normed(units) {
          input x: f32[B, D]
          state h: f32[B, units]
          next h = concat(x, h) -> dense(units) -> layer_norm -> tanh
      }
      cell crossed(units) {
          input x: f32[B, D]
          state a: f32[B, units]
          state b: f32[B, units]
          u = concat(x, a, b) -> dense(2 * units) -> tanh
          next a = u[:, :units] + 0.5 * b
          next b = u[:, units:] * a
      }
      """;

  private static Model model(String layers) {
    String text =
        CELLS
            + "network N {\n sequence T <= 5\n input x: f32[B, T, 3]\n target k: index<4>[B]\n"
            + " output y: f32[B, 4]\n y = x -> "
            + layers
            + " -> last -> dense(4)\n"
            + " train { loss = cross_entropy(y, k) optimizer = sgd(lr=0.1) }\n}";
    return Model.create(TestNetworks.compile(text).load(), 5);
  }

  /** A run of a program over examples of different lengths, in memory that was never written. */
  private static final class Run {
    final Program program;
    final Memory memory;
    private final Model model;

    Run(Model model, boolean vector, int batch, int workers) {
      this.model = model;
      program = model.network().inference(vector);
      memory = new Memory(model.spec(), program, model.params(), new float[0], batch, workers);
      Arrays.fill(memory.arena, Float.NaN);
      new RandomStream(2, "x").uniform(memory.floats[model.spec().border("x")], 0);
    }

    /** Gives the examples lengths. */
    Run lengths(int first) {
      int[] lengths = memory.ints[model.spec().border("T")];
      for (int b = 0; b < lengths.length; b++) {
        lengths[b] = 1 + (first + b) % STEPS;
      }
      return this;
    }

    float[] scores() {
      return memory.floats[model.spec().border("y")];
    }
  }

  private static float[] alone(Model model, int batch, int first) {
    Run run = new Run(model, false, batch, 1).lengths(first);
    new Execution(run.program, run.memory, new Workers(1)).run(batch);
    return run.scores();
  }

  @ParameterizedTest
  @CsvSource({
    "lstm(192), 256, 1, 2",
    "lstm(192), 512, 2, 3",
    "'lstm(160, peepholes=true)', 512, 1, 2",
    "'lstm(160, projection=96)', 128, 1, 2",
    "gru(192), 512, 3, 2",
    "'gru(160, reset=before)', 256, 1, 3",
    "rnn(256), 512, 2, 2",
    "bidirectional { lstm(160) } -> gru(192), 256, 1, 2",
    "scan(simple_gru(160)), 512, 2, 2",
    "scan(normed(256)), 256, 1, 2",
    "scan(crossed(128)), 512, 1, 4",
    "lstm(192), 0, 1, 2"
  })
  void haveTheBitsOfOne(String layers, int bits, int batch, int threads) {
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    Model model = model(layers);
    Run run = new Run(model, bits > 0, batch, threads);
    try (Workers workers = new Workers(threads)) {
      Execution execution = new Execution(run.program, run.memory, workers);
      for (int first = 0; first < STEPS; first++) { // the longest example is another one each time
        run.lengths(first);
        execution.run(batch);
        assertThat(run.scores()).isEqualTo(alone(model, batch, first));
      }
    }
  }

  /**
   * All of one share before all of the next: nobody needs what another has made in the same part.
   */
  @ParameterizedTest
  @CsvSource({
    "lstm(192), 256, 2",
    "'lstm(160, peepholes=true)', 512, 5",
    "'lstm(160, projection=96)', 512, 3",
    "gru(192), 512, 3",
    "'gru(160, reset=before)', 256, 2",
    "rnn(256), 512, 2",
    "bidirectional { lstm(160) } -> gru(192), 256, 2",
    "scan(simple_gru(160)), 512, 5",
    "scan(normed(256)), 256, 4",
    "scan(crossed(128)), 512, 4"
  })
  void needNothingOfEachOtherWithinAPart(String layers, int bits, int shares) {
    System.setProperty("nnet.vector.bits", Integer.toString(bits));
    Model model = model(layers);
    int batch = 2;
    Run run = new Run(model, true, batch, shares).lengths(2);
    new Execution(run.program, run.memory, new Workers(1)).run(batch); // measures the examples
    float[] expected = alone(model, batch, 2);
    for (boolean backwards : new boolean[] {false, true}) {
      Arrays.fill(run.memory.arena, Float.NaN);
      Arrays.fill(run.scores(), Float.NaN);
      int loops = inParts(run, batch, shares, backwards);
      assertThat(loops).as("loops").isPositive();
      assertThat(run.scores()).as("backwards: " + backwards).isEqualTo(expected);
    }
  }

  /** Runs every step that workers can share by its parts; how many loops there were. */
  private static int inParts(Run run, int batch, int shares, boolean backwards) {
    Program p = run.program;
    int loops = 0;
    int part = 0;
    for (int step = p.prologue(); step < p.steps(); step++) {
      while (part < p.parts() && p.stepOf(part) < step) {
        part++;
      }
      if (p.round(step) == 0) {
        p.run(step, run.memory, batch, 0, p.extent(step, batch), 0);
        continue;
      }
      while (part < p.parts() && p.stepOf(part) == step) {
        int end = Math.max(part + 1, p.loopEnd(part));
        loops += p.loopEnd(part) > 0 ? 1 : 0;
        for (int turn = 0; turn < p.turns(part, run.memory); turn++) {
          for (int inside = part; inside < end; inside++) {
            int all = p.pieces(inside) > 1 ? shares : 1;
            for (int k = 0; k < all; k++) {
              int share = backwards ? all - 1 - k : k;
              p.part(inside, run.memory, batch, 0, batch, turn, share, all);
            }
          }
        }
        part = end;
      }
    }
    return loops;
  }

  /** How often workers wait for each other in a turn. */
  @ParameterizedTest
  @CsvSource({
    "lstm(192), 2",
    "gru(192), 2",
    "rnn(256), 2",
    "'lstm(192, peepholes=true)', 2",
    "scan(simple_gru(160)), 2"
  })
  void waitForTheStateOfAllAndNoMore(String layers, int parts) {
    Program program = model(layers).network().inference(true);
    int part = 0;
    while (program.loopEnd(part) == 0) {
      part++;
    }
    assertThat(program.loopEnd(part) - part).isEqualTo(parts);
  }

  /** A loop with more calls than fit into a method that C2 takes, forwards and backwards. */
  @ParameterizedTest
  @CsvSource({"0, 1", "256, 2"})
  void longLoopsAreCut(int bits, int threads) {
    String text =
        """
        cell deep(units) = lstm_cell(units)%s
        network N {
            sequence T <= 3
            input  x: f32[B, T, 3]
            target k: index<4>[B, T]
            output y: f32[B, T, 4]
            y = x -> scan(deep(5)) -> dense(4)
            train { loss = cross_entropy(y, k)  optimizer = sgd(lr=0.1) }
        }
        """
            .formatted(" -> lstm_cell(units)".repeat(23));
    Witness witness = new Witness(text, bits, threads);
    witness.compareInference();
    witness.compareTraining();
  }
}
