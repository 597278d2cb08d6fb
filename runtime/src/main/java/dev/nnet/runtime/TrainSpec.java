package dev.nnet.runtime;

import java.util.List;
import java.util.Objects;

/**
 * A {@code train} section.
 *
 * @param section its name, empty for the unnamed one
 * @param optimizer in call notation, see {@code dev.nnet.runtime.train.Optimizer}
 * @param batch examples per step
 * @param epochs passes over the data
 * @param seed of the shuffles
 * @param clipNorm largest L2 norm of all gradients together, 0 for none
 * @param clipValue largest absolute value of a gradient, 0 for none
 * @param lossBorder index of the LOSS border
 * @param metrics in order of text
 * @param frozen paths of the parameters that it leaves as they are: frozen layers, and what the
 *     loss does not depend on
 */
public record TrainSpec(
    String section,
    String optimizer,
    int batch,
    int epochs,
    long seed,
    float clipNorm,
    float clipValue,
    int lossBorder,
    List<MetricSpec> metrics,
    List<String> frozen) {
  public TrainSpec {
    Objects.requireNonNull(section);
    Objects.requireNonNull(optimizer);
    metrics = List.copyOf(metrics);
    frozen = List.copyOf(frozen);
    if (batch < 1 || epochs < 0) {
      throw new IllegalArgumentException("train: batch " + batch + ", epochs " + epochs);
    }
    if (!(clipNorm >= 0 && clipNorm < Float.POSITIVE_INFINITY)
        || !(clipValue >= 0 && clipValue < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "train: clip_norm " + clipNorm + ", clip_value " + clipValue);
    }
  }

  /** The same with another optimizer. */
  public TrainSpec withOptimizer(String changed) {
    return new TrainSpec(
        section, changed, batch, epochs, seed, clipNorm, clipValue, lossBorder, metrics, frozen);
  }

  /** The same with another batch. */
  public TrainSpec withBatch(int changed) {
    return new TrainSpec(
        section,
        optimizer,
        changed,
        epochs,
        seed,
        clipNorm,
        clipValue,
        lossBorder,
        metrics,
        frozen);
  }

  /** The same with another number of epochs. */
  public TrainSpec withEpochs(int changed) {
    return new TrainSpec(
        section, optimizer, batch, changed, seed, clipNorm, clipValue, lossBorder, metrics, frozen);
  }

  /** The same with another seed. */
  public TrainSpec withSeed(long changed) {
    return new TrainSpec(
        section,
        optimizer,
        batch,
        epochs,
        changed,
        clipNorm,
        clipValue,
        lossBorder,
        metrics,
        frozen);
  }
}
