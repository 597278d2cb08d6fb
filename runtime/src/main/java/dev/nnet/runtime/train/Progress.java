package dev.nnet.runtime.train;

import dev.nnet.runtime.TrainSpec;

/**
 * Where {@code fit} stands, for a progress bar. One object is reused for all batches: read it in
 * the listener, do not keep it.
 */
public final class Progress {
  private static final double NANOS = 1e-9;

  private final TrainSpec spec;
  private final Totals totals;
  private int epoch;
  private int epochs;
  private int batch;
  private int batches;
  private long step;
  private double lr;
  private long begun;
  private long now;
  private long done;
  private long left;

  Progress(TrainSpec spec, Totals totals) {
    this.spec = spec;
    this.totals = totals;
  }

  /** Begins an epoch; the speed is measured from here. */
  void begin(int epoch, int epochs, int batches) {
    this.epoch = epoch;
    this.epochs = epochs;
    this.batches = batches;
    this.begun = System.nanoTime();
    this.now = begun;
    this.done = 0;
  }

  /** Counts a batch. */
  void count(int batch, long step, int examples, long left, double lr) {
    this.batch = batch;
    this.step = step;
    this.left = left;
    this.lr = lr;
    this.done += examples;
    this.now = System.nanoTime();
  }

  /** The running epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** Epochs of the whole run. */
  public int epochs() {
    return epochs;
  }

  /** Batches done in this epoch, from 1. */
  public int batch() {
    return batch;
  }

  /** Batches of an epoch. */
  public int batches() {
    return batches;
  }

  /** Updates made in the whole run. */
  public long step() {
    return step;
  }

  /** Mean loss of this epoch so far. */
  public double loss() {
    return totals.loss();
  }

  /**
   * A metric over this epoch so far, measured on each batch before it was learnt; NaN for what
   * needs all examples at once, {@code auc}, and for a table.
   *
   * @throws IllegalArgumentException if the section has no such metric
   */
  public double metric(String name) {
    for (int m = 0; m < spec.metrics().size(); m++) {
      if (spec.metrics().get(m).name().equals(name)) {
        return totals.metric(m);
      }
    }
    throw new IllegalArgumentException("no metric '" + name + "'");
  }

  /** Learning rate of the last step. */
  public double learningRate() {
    return lr;
  }

  /** Seconds since this epoch began (or was resumed). */
  public double seconds() {
    return (now - begun) * NANOS;
  }

  /** Examples per second in this epoch. */
  public double samplesPerSecond() {
    return done / Math.max(NANOS, seconds());
  }

  /** Seconds until the end of all epochs at this speed, validation not counted. */
  public double secondsLeft() {
    return left / samplesPerSecond();
  }
}
