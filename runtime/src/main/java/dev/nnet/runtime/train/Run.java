package dev.nnet.runtime.train;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.data.Batches;
import java.nio.file.Path;

/**
 * Everything a training run is, apart from its buffers: what a checkpoint holds.
 *
 * <p>Fields are the trainer's own; only {@link Checkpoint} shares them.
 */
final class Run {
  final ModelSpec spec;

  /** Loss, metrics and what is frozen. */
  final TrainSpec section;

  /** The section's settings, with whatever was overridden. */
  TrainSettings settings;

  Optimizer optimizer;
  final float[] params;
  float[][] state;

  /** The average of the parameters; null unless it is asked for. */
  float[] average;

  /** The best epoch's weights; null unless the run goes back to them. */
  float[] bestParams;

  /** Updates made. */
  long step;

  /** Steps of the schedule made: a batch counts once, however many updates its stretches make. */
  long turn;

  /** Epochs completed. */
  int epoch;

  /** Batches done in the running epoch. */
  int batch;

  /** Size of the dataset of the running epoch, 0 before the first. */
  int samples;

  /** What the data call their classes. */
  ClassNames classNames = ClassNames.NONE;

  /** Sums of the running epoch. */
  final Totals totals;

  /** The best epoch by validation, 0 before the first, and its figure. */
  int bestEpoch;

  double best;

  /** What a schedule that watches the loss has seen. */
  Plateau.Seen seen = Plateau.Seen.NOTHING;

  /** Learning rate of the last step. */
  double lr;

  /** The checkpoint that was written last, or from which the run went on; null if there is none. */
  Path saved;

  private StopEarly stop;

  Run(ModelSpec spec, TrainSpec section, TrainSettings settings, float[] params) {
    this.spec = spec;
    this.section = section;
    this.params = params;
    this.totals = new Totals(section, spec.borders(), 0);
    configure(settings);
  }

  /** Takes over settings that keep the optimiser's kind, and so its state. */
  void reconfigure(TrainSettings next) {
    optimizer = Optimizer.parse(next.optimizer());
    settings = next;
  }

  /** Takes settings over; state arrays begin at zero. */
  void configure(TrainSettings next) {
    stop = StopEarly.of(next, section);
    reconfigure(next);
    state = new float[optimizer.stateArrays()][params.length];
    average = next.average() > 0 ? params.clone() : null;
    bestParams = next.stopEarly().isEmpty() ? null : params.clone();
    best = stop.objective().worst();
  }

  /** The parameters were changed, but not by a step. */
  void begin() {
    if (average != null) {
      System.arraycopy(params, 0, average, 0, params.length);
    }
  }

  /** The weights that are evaluated and saved. */
  float[] result() {
    return average != null ? average : params;
  }

  /** Rate of the turn with this number. */
  double rate(long number) {
    int stepsPerEpoch = Math.max(1, Batches.count(samples, settings.examplesPerStep()));
    return seen.cut() * optimizer.lr().rate(number, stepsPerEpoch, settings.epochs());
  }

  /** Shows the loss of an epoch to the schedule. */
  void show(double loss) {
    Plateau plateau = optimizer.lr().plateau();
    if (plateau != null) {
      seen = seen.next(plateau, loss);
    }
  }

  /** What validation says of the epoch just completed; whether none was better. */
  boolean judge(Metrics validation) {
    double value = stop.objective().value(validation);
    boolean better = stop.objective().better(value, best);
    if (better) {
      best = value;
      bestEpoch = epoch;
      if (bestParams != null) {
        System.arraycopy(result(), 0, bestParams, 0, params.length);
      }
    }
    return better;
  }

  /** Whether the run goes back to its best epoch in the end, and so needs validation. */
  boolean stopsEarly() {
    return bestParams != null;
  }

  /** Whether there is nothing more to do: all epochs are done, or too many without a better one. */
  boolean finished() {
    return epoch >= settings.epochs() || (stopsEarly() && epoch - bestEpoch >= stop.patience());
  }

  /** Goes back to the best epoch, if that is asked for and there was one. */
  void restore() {
    if (stopsEarly() && bestEpoch > 0) {
      System.arraycopy(bestParams, 0, params, 0, params.length);
      begin();
    }
  }
}
