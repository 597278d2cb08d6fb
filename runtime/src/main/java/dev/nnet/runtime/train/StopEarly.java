package dev.nnet.runtime.train;

import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.text.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * When a run ends before its last epoch: {@code stop(maximize(accuracy),5)}.
 *
 * @param objective what epochs are judged by
 * @param patience epochs in a row that may be no better than the best
 */
record StopEarly(Objective objective, int patience) {
  private static final StopEarly NEVER = new StopEarly(Objective.LOSS, Integer.MAX_VALUE);

  /**
   * What settings say.
   *
   * @throws IllegalArgumentException if the section measures no such metric, or nobody would wait
   */
  static StopEarly of(TrainSettings settings, TrainSpec section) {
    if (settings.stopEarly().isEmpty()) {
      return NEVER;
    }
    Call stop = Call.parse(settings.stopEarly()).bind("metric", "patience");
    Objective objective = Objective.of(stop.argument("metric"));
    List<String> known = new ArrayList<>(List.of("loss"));
    section.metrics().stream()
        .filter(m -> !MetricSpec.isTable(m.formula()))
        .map(MetricSpec::name)
        .forEach(known::add);
    if (!known.contains(objective.metric())) {
      throw new IllegalArgumentException(
          "stop_early: '"
              + objective.metric()
              + "' is not measured here; there are "
              + String.join(", ", known));
    }
    double patience = stop.number("patience");
    if (patience < 1 || patience != (int) patience) {
      String found = stop.argument("patience").toString();
      throw new IllegalArgumentException(
          "stop_early: patience is a whole number of epochs from 1, not " + found);
    }
    return new StopEarly(objective, (int) patience);
  }
}
