package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.Standardization;
import dev.nnet.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Mean and standard deviation of the channels of inputs, for {@code standardize}. */
final class Statistics {
  /** A channel that never changes is divided by this. */
  private static final double LEAST_DEVIATION = 1e-6;

  private Statistics() {}

  /** Whether a network standardizes an input and has not seen any. */
  static boolean missing(ModelSpec spec, float[] params) {
    return spec.standardizations().stream()
        .anyMatch(
            s ->
                all(0, spec.parameter(s.meanPath()).gather(params))
                    && all(1, spec.parameter(s.deviationPath()).gather(params)));
  }

  private static boolean all(float value, float[] values) {
    for (float v : values) {
      if (v != value) {
        return false;
      }
    }
    return true;
  }

  /**
   * Puts the statistics of a dataset into the parameters. Stages that are random do what they do in
   * inference.
   */
  static void learn(ModelSpec spec, float[] params, Memory memory, Dataset data) {
    Row row = new Row(spec, memory, spec.network() + ".fit");
    List<Sums> all = new ArrayList<>();
    for (Standardization s : spec.standardizations()) {
      all.add(new Sums(spec, s));
    }
    for (int i = 0; i < data.size(); i++) {
      data.read(i, row.at(0, i));
      for (Sums sums : all) {
        sums.add(memory);
      }
    }
    for (Sums sums : all) {
      sums.store(spec, params);
    }
  }

  /** Sums over the channels of one input. */
  private static final class Sums {
    private final Standardization of;
    private final int border;
    private final BorderSpec values;
    private final int length;
    private long count;
    private final double[] sums;
    private final double[] squares;

    Sums(ModelSpec spec, Standardization of) {
      this.of = of;
      this.border = spec.border(of.border());
      this.values = spec.borders().get(border);
      this.length = values.ragged() ? spec.border(values.sequence()) : -1;
      this.sums = new double[of.channels()];
      this.squares = new double[of.channels()];
    }

    /** Adds the first example; of a sequence the steps that are there. */
    void add(Memory memory) {
      float[] x = memory.floats[border];
      int some =
          length < 0 ? values.valuesPerExample() : memory.ints[length][0] * values.valuesPerStep();
      for (int i = 0; i < some; i++) {
        int c = i / of.run() % of.channels();
        sums[c] += x[i];
        squares[c] += (double) x[i] * x[i];
      }
      count += some;
    }

    void store(ModelSpec spec, float[] params) {
      double each = (double) count / sums.length;
      float[] mean = new float[sums.length];
      float[] deviation = new float[sums.length];
      for (int c = 0; c < mean.length; c++) {
        double m = sums[c] / each;
        double variance = squares[c] / each - m * m;
        mean[c] = (float) m;
        deviation[c] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
      }
      spec.parameter(of.meanPath()).scatter(mean, params);
      spec.parameter(of.deviationPath()).scatter(deviation, params);
    }
  }
}
