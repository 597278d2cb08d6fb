package dev.nnet.runtime.train;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of an epoch.
 *
 * @param number from 1
 * @param epochs of the whole run
 * @param last whether the run ends with it, because all are done or {@code stop_early} says so
 * @param step updates made so far
 * @param metrics over the training examples, each measured before it was learnt; {@code auc} is NaN
 *     here, see {@link Metrics}
 * @param validation over the validation examples after the epoch, empty if none were given
 * @param best whether its validation was the best so far, by the loss or by what {@code stop_early}
 *     watches; false without validation
 * @param learningRate of the last step
 * @param seconds of training, without validation
 * @param samplesPerSecond training examples per second
 */
public record EpochReport(
    int number,
    int epochs,
    boolean last,
    long step,
    Metrics metrics,
    Optional<Metrics> validation,
    boolean best,
    double learningRate,
    double seconds,
    double samplesPerSecond) {
  public EpochReport {
    Objects.requireNonNull(metrics);
    Objects.requireNonNull(validation);
  }

  /** Mean training loss. */
  public double loss() {
    return metrics.loss();
  }
}
