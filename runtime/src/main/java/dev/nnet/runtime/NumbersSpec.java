package dev.nnet.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is said of an input or target of numbers: {@code preprocess features from columns[length,
 * width] -> standardize}, or {@code from f32[2] -> standardize}. The compiled programs take the
 * numbers as they are in the data and standardize them themselves.
 *
 * @param border the input or target
 * @param columns of a table, one for each value of an example; empty if the text names none
 * @param standardized whether mean and deviation are learned from the training data, for each place
 *     of the last dimension
 */
public record NumbersSpec(String border, List<String> columns, boolean standardized) {
  public NumbersSpec {
    Objects.requireNonNull(border);
    columns = List.copyOf(columns);
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("columns of " + border + ": " + columns);
    }
  }

  boolean fits(BorderSpec of) {
    return of.name().equals(border)
        && of.kind().ofExamples()
        && (columns.isEmpty() || of.valuesPerExample() == columns.size());
  }

  Optional<Standardization> standardization(BorderSpec of) {
    boolean single = of.dims().size() == (of.ragged() ? 1 : 0);
    int channels = single ? 1 : of.dims().get(of.dims().size() - 1);
    return standardized ? Optional.of(new Standardization(border, channels, 1)) : Optional.empty();
  }
}
