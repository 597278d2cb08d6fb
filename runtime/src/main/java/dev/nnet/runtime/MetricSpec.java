package dev.nnet.runtime;

import java.util.Objects;

/**
 * A figure computed beside the loss, a mean over the examples of a batch.
 *
 * @param name as users see it, {@code accuracy}
 * @param kind the metric's function, {@code accuracy}: right answers over all, 0 to 1
 * @param border index of its METRIC border
 */
public record MetricSpec(String name, String kind, int border) {
  public MetricSpec {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
  }
}
