package dev.nnet.runtime.train;

import dev.nnet.runtime.OneThread;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.data.Batches;
import dev.nnet.runtime.data.Dataset;
import java.util.Optional;
import java.util.function.Consumer;

/** The loop of a {@link Run} over epochs and batches, and who hears of them. */
final class Fitting {
  private final Run run;
  private final OneThread guard;
  private final Progress progress;
  private Consumer<EpochReport> epochListener = report -> {};
  private Consumer<Progress> batchListener = report -> {};
  private volatile boolean stopped;

  Fitting(Run run, OneThread guard) {
    this.run = run;
    this.guard = guard;
    this.progress = new Progress(run.section, run.totals);
  }

  void onEpoch(Consumer<? super EpochReport> listener) {
    epochListener = epochListener.andThen(listener);
  }

  void onBatch(Consumer<? super Progress> listener) {
    batchListener = batchListener.andThen(listener);
  }

  /** Ends {@link #run} after the running batch. */
  void stop() {
    stopped = true;
  }

  /**
   * Whether the run can go on with these data.
   *
   * @throws IllegalArgumentException if not
   */
  void check(Dataset train, Dataset valid) {
    String fit = run.spec.network() + ".fit: ";
    if (train.size() < 1) {
      throw new IllegalArgumentException(fit + "no training examples");
    }
    if (valid != null && valid.size() < 1) {
      throw new IllegalArgumentException(fit + "no validation examples");
    }
    if (run.stopsEarly() && valid == null) {
      throw new IllegalArgumentException(fit + "stop_early needs validation data");
    }
    if (run.batch > 0 && run.samples != train.size()) {
      throw new IllegalArgumentException(
          "epoch "
              + (run.epoch + 1)
              + " was begun with "
              + run.samples
              + " examples, it cannot go on with "
              + train.size());
    }
  }

  /** Trains until the run is finished, or stopped by a listener. */
  void run(Engine engine, Dataset train, Dataset valid) {
    TrainSettings settings = run.settings;
    stopped = false;
    run.classNames = train.classNames().or(run.classNames);
    run.samples = train.size();
    Batches batches = new Batches(settings.batch());
    while (!run.finished() && !stopped) {
      batches.shuffled(train, settings.seed(), run.epoch);
      int updates = Batches.count(train.size(), settings.examplesPerStep());
      progress.begin(run.epoch + 1, run.settings.epochs(), updates);
      if (!epoch(engine, batches, train, updates)) {
        return;
      }
      endEpoch(engine, valid);
    }
    if (run.finished()) {
      run.restore();
    }
  }

  /** The rest of an epoch; false if a listener stopped it. */
  private boolean epoch(Engine engine, Batches batches, Dataset train, int updates) {
    try {
      while (run.batch < updates) {
        batch(engine, batches, train);
        if (stopped) {
          return false;
        }
      }
      return true;
    } finally {
      engine.settle();
    }
  }

  private void batch(Engine engine, Batches batches, Dataset train) {
    int examples;
    guard.enter();
    try {
      examples = engine.step(batches, train);
    } finally {
      guard.leave();
    }
    run.batch++;
    long begun = Math.min(train.size(), (long) run.batch * run.settings.examplesPerStep());
    long left = (long) (run.settings.epochs() - run.epoch) * train.size() - begun;
    progress.count(run.batch, run.step, examples, left, run.lr);
    batchListener.accept(progress);
  }

  private Metrics evaluate(Engine engine, Dataset valid) {
    guard.enter();
    try {
      return engine.evaluate(valid);
    } finally {
      guard.leave();
    }
  }

  private void endEpoch(Engine engine, Dataset valid) {
    Metrics metrics = run.totals.mean();
    run.totals.clear();
    run.batch = 0;
    run.epoch++;
    Optional<Metrics> validation = Optional.ofNullable(valid).map(v -> evaluate(engine, v));
    boolean best = validation.map(run::judge).orElse(false);
    run.show(validation.orElse(metrics).loss());
    epochListener.accept(
        new EpochReport(
            run.epoch,
            run.settings.epochs(),
            run.finished(),
            run.step,
            metrics,
            validation,
            best,
            run.lr,
            progress.seconds(),
            progress.samplesPerSecond()));
  }
}
