package dev.nnet.runtime.train;

import dev.nnet.runtime.Memory;
import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.TrainSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loss and metrics summed over batches, each batch's mean weighted by its examples, so that a last,
 * smaller batch counts for what it is.
 */
final class Totals {
  private final TrainSpec spec;
  private final int[] borders;
  private final double[] sums;
  private long examples;

  Totals(TrainSpec spec) {
    this.spec = spec;
    this.borders = new int[1 + spec.metrics().size()];
    this.sums = new double[borders.length];
    borders[0] = spec.lossBorder();
    for (int m = 0; m < spec.metrics().size(); m++) {
      borders[m + 1] = spec.metrics().get(m).border();
    }
  }

  /** Adds what a run over a batch left in the borders. */
  void add(Memory memory, int batch) {
    for (int k = 0; k < borders.length; k++) {
      sums[k] += (double) batch * memory.floats[borders[k]][0];
    }
    examples += batch;
  }

  void clear() {
    Arrays.fill(sums, 0);
    examples = 0;
  }

  /** Examples since {@link #clear}. */
  long examples() {
    return examples;
  }

  /** Mean loss so far. */
  double loss() {
    return sums[0] / examples;
  }

  /** Mean of the m-th metric so far. */
  double metric(int m) {
    return sums[m + 1] / examples;
  }

  Metrics mean() {
    Map<String, Double> values = new LinkedHashMap<>();
    int m = 0;
    for (MetricSpec metric : spec.metrics()) {
      values.put(metric.name(), metric(m++));
    }
    return new Metrics(loss(), values);
  }

  /** The state, exactly. */
  String text() {
    StringBuilder text = new StringBuilder(Long.toString(examples));
    for (double sum : sums) {
      text.append(' ').append(Double.toHexString(sum));
    }
    return text.toString();
  }

  /** Restores what {@link #text} gave. */
  void restore(String text) {
    String[] words = text.split(" ");
    if (words.length != sums.length + 1) {
      throw new IllegalArgumentException(sums.length + " sums expected, found '" + text + "'");
    }
    try {
      examples = Long.parseLong(words[0]);
      for (int k = 0; k < sums.length; k++) {
        sums[k] = Double.parseDouble(words[k + 1]);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("totals is '" + text + "'", e);
    }
    if (examples < 0) {
      throw new IllegalArgumentException("totals is '" + text + "'");
    }
  }
}
