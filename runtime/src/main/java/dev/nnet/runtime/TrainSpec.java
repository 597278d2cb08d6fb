package dev.nnet.runtime;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A {@code train} section.
 *
 * @param section its name, empty for the unnamed one
 * @param settings what it says of the run; a trainer may change them
 * @param lossBorder index of the LOSS border
 * @param metrics in order of text
 * @param frozen paths of the parameters that it leaves as they are: frozen layers, and what the
 *     loss does not depend on
 * @param stretches how sequences are cut, if they are
 * @param rows the tables of which a batch changes few rows
 */
public record TrainSpec(
    String section,
    TrainSettings settings,
    int lossBorder,
    List<MetricSpec> metrics,
    List<String> frozen,
    Optional<StretchSpec> stretches,
    List<RowsSpec> rows) {
  public TrainSpec {
    Objects.requireNonNull(section);
    Objects.requireNonNull(settings);
    metrics = List.copyOf(metrics);
    frozen = List.copyOf(frozen);
    Objects.requireNonNull(stretches);
    rows = List.copyOf(rows);
  }

  /** The same with other settings of a run. */
  public TrainSpec with(TrainSettings other) {
    return new TrainSpec(section, other, lossBorder, metrics, frozen, stretches, rows);
  }
}
