package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.TrainSpec;

/**
 * Everything a training run is, apart from its buffers: what a checkpoint holds.
 *
 * <p>Fields are the trainer's own; only {@link Checkpoint} shares them.
 */
final class Run {
  final ModelSpec spec;

  /** The section's settings, with whatever was overridden. */
  TrainSpec settings;

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

  /** Sums of the running epoch. */
  final Totals totals;

  Run(ModelSpec spec, TrainSpec settings, float[] params) {
    this.spec = spec;
    this.params = params;
    this.totals = new Totals(settings);
    configure(settings);
  }

  /** Takes over settings that keep the optimiser's kind, and so its state. */
  void reconfigure(TrainSpec next) {
    optimizer = Optimizer.parse(next.optimizer());
    settings = next;
  }

  /** Takes settings over; state arrays begin at zero. */
  void configure(TrainSpec next) {
    reconfigure(next);
    state = new float[optimizer.stateArrays()][params.length];
  }
}
