package dev.nnet.runtime.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run over a dataset measured.
 *
 * @param loss of the {@code train} section, the mean over examples
 * @param values by name, in order of text, over the whole dataset whatever its batches were; {@code
 *     accuracy} is right answers over all, 0 to 1. What needs all examples at once, {@code auc}, is
 *     NaN for an epoch of training
 * @param tables those that are tables, by name, row by row: {@code confusion}
 */
public record Metrics(
    double loss, Map<String, Double> values, Map<String, List<List<Double>>> tables) {
  public Metrics {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
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

  /**
   * A table by name, row by row.
   *
   * @throws IllegalArgumentException if the section has no such table
   */
  public double[][] table(String name) {
    List<List<Double>> table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException("no table '" + name + "'; there are " + tables.keySet());
    }
    return table.stream()
        .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "loss %.4f", loss));
    values.forEach(
        (name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
    return text.toString();
  }
}
