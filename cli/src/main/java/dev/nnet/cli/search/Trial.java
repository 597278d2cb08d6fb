package dev.nnet.cli.search;

import dev.nnet.compiler.elaborate.Range.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A trial and how far it has come. */
final class Trial {
  private final int number;
  private final Map<String, Setting> settings;

  /** Loss and metrics of validation by epoch. */
  private final SortedMap<Integer, Map<String, Double>> epochs = new TreeMap<>();

  private Outcome outcome;

  /**
   * What came of it in a round.
   *
   * @param epochs that it was trained in all
   * @param value of the objective with its weights as they are then; null if it has none
   * @param problem why it cannot go on; null if it can
   * @param seconds of this round
   */
  record Outcome(int trial, int round, int epochs, Double value, String problem, double seconds) {}

  /**
   * @param number from 1
   */
  Trial(int number, Map<String, Setting> settings) {
    this.number = number;
    this.settings = settings;
  }

  int number() {
    return number;
  }

  Map<String, Setting> settings() {
    return settings;
  }

  /** The settings as texts, by parameter. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    settings.forEach((name, setting) -> texts.put(name, setting.text()));
    return texts;
  }

  /** An epoch that was trained, perhaps once more after a kill. */
  void epoch(int epoch, Map<String, Double> figures) {
    epochs.put(epoch, figures);
  }

  SortedMap<Integer, Map<String, Double>> epochs() {
    return epochs;
  }

  void end(Outcome of) {
    outcome = of;
  }

  /** Of the last round that it has ended; null before the first. */
  Outcome outcome() {
    return outcome;
  }

  /** Whether it has ended this round, or cannot. */
  boolean ended(Round round) {
    return outcome != null && (outcome.round() >= round.number() || outcome.problem() != null);
  }

  /** Whether it has a figure to be ranked by. */
  boolean ranked() {
    return outcome != null && outcome.value() != null && outcome.problem() == null;
  }

  @Override
  public String toString() {
    return texts().entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining("  "));
  }
}
