package dev.nnet.cli.report;

import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A run as its log tells it. */
public record Run(Start start, List<Epoch> epochs) {
  /**
   * How a run began, or went on.
   *
   * @param epoch epochs that were done already: 0 unless it went on from a checkpoint
   * @param settings of the train section, with what was overridden
   * @param judge what epochs are judged by: {@code test}, or {@code validation}, a share of the
   *     training examples
   * @param time when, ISO 8601 with zone
   * @param java version of the JVM
   */
  public record Start(
      String network,
      String file,
      String section,
      int epoch,
      int epochs,
      String settings,
      String judge,
      long parameters,
      String data,
      int examples,
      int tests,
      int threads,
      String time,
      String java) {}

  /**
   * What came of an epoch; a figure that is not finite is null.
   *
   * @param train loss and metrics over the examples, each measured before it was learnt
   * @param judged loss and metrics over what epochs are judged by, see {@link Start}
   * @param tables metrics of the same that are tables, row by row
   * @param best whether no epoch before was better by these: by the loss, or by what {@code
   *     stop_early} watches
   */
  public record Epoch(
      int epoch,
      long step,
      double learningRate,
      Map<String, Double> train,
      Map<String, Double> judged,
      Map<String, List<List<Double>>> tables,
      boolean best,
      double seconds,
      double samplesPerSecond) {

    /** From a trainer's report. */
    static Epoch of(EpochReport e) {
      return new Epoch(
          e.number(),
          e.step(),
          e.learningRate(),
          figures(e.metrics()),
          e.validation().map(Epoch::figures).orElse(Map.of()),
          e.validation().map(Epoch::tables).orElse(Map.of()),
          e.best(),
          e.seconds(),
          e.samplesPerSecond());
    }

    private static Map<String, Double> figures(Metrics metrics) {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("loss", finite(metrics.loss()));
      metrics.values().forEach((name, value) -> figures.put(name, finite(value)));
      return figures;
    }

    private static Map<String, List<List<Double>>> tables(Metrics metrics) {
      Map<String, List<List<Double>>> tables = new LinkedHashMap<>();
      metrics
          .tables()
          .forEach((name, rows) -> tables.put(name, rows.stream().map(Epoch::finite).toList()));
      return tables;
    }

    private static List<Double> finite(List<Double> row) {
      return row.stream().map(Epoch::finite).toList();
    }

    private static Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }
  }

  public Run {
    epochs = List.copyOf(epochs);
  }

  /** Seconds of training. */
  double seconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  /** The names of what was measured, the loss first. */
  List<String> figures() {
    Set<String> names = new TreeSet<>();
    epochs.forEach(e -> names.addAll(e.train().keySet()));
    epochs.forEach(e -> names.addAll(e.judged().keySet()));
    names.remove("loss");
    List<String> all = new ArrayList<>(List.of("loss"));
    all.addAll(names);
    return all;
  }
}
