package dev.nnet.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Median, smallest and largest of some measurements. */
record Spread(double median, double smallest, double largest) {

  /** Of at least one value. */
  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Of several: the median of medians, and the ends. */
  static Spread over(List<Spread> all) {
    return new Spread(
        of(all.stream().map(Spread::median).toList()).median,
        all.stream().mapToDouble(Spread::smallest).min().orElseThrow(),
        all.stream().mapToDouble(Spread::largest).max().orElseThrow());
  }

  static Spread of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
