package dev.nnet.runtime.train;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.TrainSpec;

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

  /** Updates made. */
  long step;

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

  double best = Objective.LOSS.worst();

  /** What a schedule that watches the loss has seen. */
  Plateau.Seen seen = Plateau.Seen.NOTHING;

  Run(ModelSpec spec, TrainSpec section, TrainSettings settings, float[] params) {
    this.spec = spec;
    this.section = section;
    this.params = params;
    this.totals = new Totals(section);
    configure(settings);
  }

  /** Takes over settings that keep the optimiser's kind, and so its state. */
  void reconfigure(TrainSettings next) {
    optimizer = Optimizer.parse(next.optimizer());
    settings = next;
  }

  /** Takes settings over; state arrays begin at zero. */
  void configure(TrainSettings next) {
    reconfigure(next);
    state = new float[optimizer.stateArrays()][params.length];
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
    double value = Objective.LOSS.value(validation);
    boolean better = Objective.LOSS.better(value, best);
    if (better) {
      best = value;
      bestEpoch = epoch;
    }
    return better;
  }
}
