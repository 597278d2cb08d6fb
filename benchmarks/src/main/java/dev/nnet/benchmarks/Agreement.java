package dev.nnet.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The check that all contenders compute the same function, before any time is believed.
 *
 * <p>A worker reports the scores of its first image after a log-softmax (one engine ends in a
 * softmax, the others in logits), or the loss of its first training step; the table compares them.
 */
final class Agreement {
  /** Largest difference of a logarithm of a probability between two engines. */
  static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /** The log-softmax of the first row of a batch of scores, comma separated. */
  static String normalised(float[] scores, int classes) {
    double[] row = new double[classes];
    Arrays.setAll(row, i -> scores[i]);
    double largest = Arrays.stream(row).max().orElseThrow();
    double sum = Arrays.stream(row).map(score -> Math.exp(score - largest)).sum();
    return Arrays.stream(row)
        .map(score -> score - largest - Math.log(sum))
        .mapToObj(Double::toString)
        .collect(Collectors.joining(","));
  }

  /** Throws if two reports differ by more than {@link #TOLERANCE} anywhere. */
  static void require(String contender, String report, String expected) {
    double[] found = parse(report);
    double[] reference = parse(expected);
    boolean agree = found.length == reference.length;
    for (int i = 0; agree && i < found.length; i++) {
      // Written so that a NaN disagrees.
      agree = Math.abs(found[i] - reference[i]) <= TOLERANCE;
    }
    if (!agree) {
      throw new IllegalStateException(
          contender + " computes something else: expected " + expected + ", found " + report);
    }
  }

  private static double[] parse(String report) {
    return Arrays.stream(report.split(",")).mapToDouble(Double::parseDouble).toArray();
  }
}
