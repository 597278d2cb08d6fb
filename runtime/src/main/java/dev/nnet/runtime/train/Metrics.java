package dev.nnet.runtime.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a run over a dataset measured.
 *
 * @param loss of the {@code train} section, the mean over examples
 * @param values by name, in order of text, over the whole dataset whatever its batches were; {@code
 *     accuracy} is right answers over all, 0 to 1. What needs all examples at once, {@code auc}, is
 *     NaN for an epoch of training
 */
public record Metrics(double loss, Map<String, Double> values) {
  public Metrics {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * A metric by name.
   *
   * @throws IllegalArgumentException if the section has no such metric
   */
  public double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no metric '" + name + "'; there are " + values.keySet());
    }
    return value;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "loss %.4f", loss));
    values.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
    return text.toString();
  }
}
