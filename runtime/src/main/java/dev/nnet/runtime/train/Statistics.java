package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.PreprocessSpec;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.Dataset;

/** Mean and standard deviation of the channels of pictures, for {@code standardize}. */
final class Statistics {
  /** A channel that never changes is divided by this. */
  private static final double LEAST_DEVIATION = 1e-6;

  private Statistics() {}

  /** Whether a network standardizes pictures and has not seen any. */
  static boolean missing(ModelSpec spec, float[] params) {
    return spec.preprocessing().stream()
        .filter(PreprocessSpec::standardizes)
        .anyMatch(p -> spec.parameter(p.deviationPath()).gather(params)[0] == 0);
  }

  /**
   * Puts the statistics of a dataset into the parameters. Stages that are random do what they do in
   * inference.
   */
  static void learn(ModelSpec spec, float[] params, Memory memory, Dataset data) {
    Row row = new Row(spec, memory, spec.network() + ".fit");
    int inputs = spec.preprocessing().size();
    double[][] sums = new double[inputs][];
    double[][] squares = new double[inputs][];
    for (int p = 0; p < inputs; p++) {
      sums[p] = new double[spec.preprocessing().get(p).channels()];
      squares[p] = new double[sums[p].length];
    }
    for (int i = 0; i < data.size(); i++) {
      data.read(i, row.at(0, i));
      for (int p = 0; p < inputs; p++) {
        int border = spec.border(spec.preprocessing().get(p).border());
        add(memory.floats[border], spec.borders().get(border), sums[p], squares[p]);
      }
    }
    for (int p = 0; p < inputs; p++) {
      PreprocessSpec preprocess = spec.preprocessing().get(p);
      if (preprocess.standardizes()) {
        double count = (double) data.size() * pixels(spec, preprocess);
        float[] mean = new float[sums[p].length];
        float[] deviation = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
          double m = sums[p][c] / count;
          double variance = squares[p][c] / count - m * m;
          mean[c] = (float) m;
          deviation[c] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
        }
        spec.parameter(preprocess.meanPath()).scatter(mean, params);
        spec.parameter(preprocess.deviationPath()).scatter(deviation, params);
      }
    }
  }

  private static int pixels(ModelSpec spec, PreprocessSpec preprocess) {
    BorderSpec border = spec.borders().get(spec.border(preprocess.border()));
    return border.valuesPerExample() / preprocess.channels();
  }

  /** Adds the first example of an array of planes. */
  private static void add(float[] planes, BorderSpec border, double[] sums, double[] squares) {
    int pixels = border.valuesPerExample() / sums.length;
    for (int c = 0; c < sums.length; c++) {
      for (int i = c * pixels; i < (c + 1) * pixels; i++) {
        sums[c] += planes[i];
        squares[c] += (double) planes[i] * planes[i];
      }
    }
  }
}
