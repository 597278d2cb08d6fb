package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * A figure to judge by, and which way is better: {@code minimize(loss)}, {@code
 * maximize(accuracy)}.
 *
 * @param metric {@code loss}, or the name of a metric
 * @param maximize whether more is better
 */
public record Objective(String metric, boolean maximize) {
  static final Objective LOSS = new Objective("loss", false);

  /**
   * Reads call notation.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Objective of(Call call) {
    boolean maximize = call.name().equals("maximize");
    if (!maximize && !call.name().equals("minimize")) {
      throw new IllegalArgumentException(
          "an objective is maximize(accuracy) or minimize(loss), not " + call);
    }
    return new Objective(call.bind("metric").argument("metric").toString(), maximize);
  }

  /**
   * The figure.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double value(Metrics metrics) {
    return metric.equals("loss") ? metrics.loss() : metrics.value(metric);
  }

  /** Whether a value beats another; a NaN beats nothing. */
  public boolean better(double value, double other) {
    return maximize ? value > other : value < other;
  }

  /** What every value beats. */
  public double worst() {
    return maximize ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
