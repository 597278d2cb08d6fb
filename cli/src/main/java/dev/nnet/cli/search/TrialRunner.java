package dev.nnet.cli.search;

import dev.nnet.cli.search.Trial.Outcome;
import dev.nnet.compiler.CompiledNetwork;
import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.data.Holdout;
import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Metrics;
import dev.nnet.runtime.train.Objective;
import dev.nnet.runtime.train.Trainer;
import dev.nnet.runtime.train.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles and trains trials. What a trial comes to is the run that {@code nnet train --validation}
 * makes of its text, to the bit.
 */
final class TrialRunner {
  /** The share of the examples that judges where the text says none. */
  static final double SHARE = 0.1;

  private static final double NANOS = 1e-9;

  /**
   * A round of a trial.
   *
   * @param model as it is in the end; empty if there is a problem
   */
  record Ran(Outcome outcome, Optional<Model> model) {}

  private final Source source;
  private final String network;
  private final Objective objective;
  private final Examples examples;
  private final int threads;
  private final TrialsFile file;
  private final Path folder;
  private final Duration every;

  /** Of the trial before: the next one may use its classes. */
  private CompiledNetwork compiled;

  private Network loaded;

  TrialRunner(
      Source source,
      String network,
      Objective objective,
      Examples examples,
      int threads,
      TrialsFile file,
      Path folder,
      Duration every) {
    this.source = source;
    this.network = network;
    this.objective = objective;
    this.examples = examples;
    this.threads = threads;
    this.file = file;
    this.folder = folder;
    this.every = every;
  }

  /** Trains a trial up to the end of a round, from where it stands. */
  Ran run(Trial trial, Round round) throws IOException {
    long begun = System.nanoTime();
    try {
      take(compile(trial));
      return train(trial, round, examples.of(compiled), begun);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (TrainingException | IllegalArgumentException | OutOfMemoryError e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      double seconds = (System.nanoTime() - begun) * NANOS;
      int epochs = trial.epochs().isEmpty() ? 0 : trial.epochs().lastKey();
      return new Ran(
          new Outcome(trial.number(), round.number(), epochs, null, problem, seconds),
          Optional.empty());
    }
  }

  /**
   * The network of a trial.
   *
   * @throws IllegalArgumentException if its text has errors
   */
  CompiledNetwork compile(Trial trial) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<ElaboratedNetwork> elaborated =
        Compiler.elaborate(source, diagnostics, network, trial.settings());
    return elaborated
        .map(Compiler::compile)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    diagnostics.all().stream()
                        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                        .findFirst()
                        .map(d -> d.span().place() + ": " + d.code() + ": " + d.message())
                        .orElse("it does not compile")));
  }

  private void take(CompiledNetwork next) {
    if (compiled == null || !compiled.serves(next)) {
      loaded = next.load();
    }
    compiled = next;
  }

  private Ran train(Trial trial, Round round, Dataset data, long begun) throws IOException {
    TrainSettings settings = settings(compiled);
    Holdout parts = Holdout.of(data, settings.validation(), settings.seed());
    if (parts.kept().size() == 0) {
      throw new IllegalArgumentException(
          "validation = " + settings.validation() + " of " + data.size() + " examples is none");
    }
    int end = round.end(settings.epochs());
    try (Trainer trainer = trainer(trial, settings).threads(threads)) {
      long[] kept = {System.nanoTime()};
      trainer.onEpoch(
          e -> {
            try {
              file.epoch(trial, e.number(), figures(e));
              if (e.number() >= end) {
                trainer.stop();
              } else if (System.nanoTime() - kept[0] >= every.toNanos()) {
                trainer.checkpoint(checkpoint(trial));
                kept[0] = System.nanoTime();
              }
            } catch (IOException problem) {
              throw new UncheckedIOException(problem);
            }
          });
      if (trainer.epochsDone() < end) {
        trainer.fit(parts.rest(), parts.kept());
      }
      if (!round.last()) {
        trainer.checkpoint(checkpoint(trial));
      }
      double value = objective.value(trainer.evaluate(parts.kept()));
      String problem = Double.isFinite(value) ? null : objective.metric() + " is " + value;
      double seconds = (System.nanoTime() - begun) * NANOS;
      return new Ran(
          new Outcome(
              trial.number(),
              round.number(),
              trainer.epochsDone(),
              problem == null ? value : null,
              problem,
              seconds),
          Optional.of(trainer.model()));
    }
  }

  /** Those of the text, with a share that judges. */
  static TrainSettings settings(CompiledNetwork network) {
    TrainSettings settings = network.spec().train("").settings();
    return settings.validation() > 0 ? settings : settings.with("validation", SHARE);
  }

  private Trainer trainer(Trial trial, TrainSettings settings) throws IOException {
    Path checkpoint = checkpoint(trial);
    if (Files.exists(checkpoint)) {
      try {
        return Trainer.resume(loaded, checkpoint);
      } catch (IOException e) {
        System.err.println(e.getMessage() + "; trial " + trial.number() + " begins anew");
      }
    }
    return Trainer.create(Model.create(loaded, settings.seed()), "").settings(settings);
  }

  private static Map<String, Double> figures(EpochReport e) {
    Metrics judged = e.validation().orElseThrow();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", finite(judged.loss()));
    judged.values().forEach((name, value) -> figures.put(name, finite(value)));
    return figures;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private Path checkpoint(Trial trial) {
    return folder.resolve("trial-" + trial.number() + ".checkpoint");
  }

  /** Removes what a trial has left to go on from. */
  void forget(Trial trial) throws IOException {
    Files.deleteIfExists(checkpoint(trial));
  }
}
