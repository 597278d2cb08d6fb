package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * A rise before a schedule.
 *
 * @param lr where it ends
 * @param epochs how long it takes
 */
record WarmUp(Schedule then, double lr, double epochs) implements Schedule {
  /** A schedule with the {@code warmup} that a call asks for, if any. */
  static Schedule of(Call call, double lr, Schedule then) {
    double epochs = epochs(call);
    return epochs == 0 ? then : new WarmUp(then, lr, epochs);
  }

  /** The argument {@code warmup}. */
  static double epochs(Call call) {
    double epochs = call.number("warmup", 0);
    if (epochs < 0) {
      throw new IllegalArgumentException("warmup cannot be " + epochs + " epochs");
    }
    return epochs;
  }

  @Override
  public double rate(long step, long stepsPerEpoch, int total) {
    double rising = epochs * stepsPerEpoch;
    return step < rising
        ? lr * Math.min(1, (step + 1) / rising)
        : then.rate(step, stepsPerEpoch, total);
  }

  @Override
  public Plateau plateau() {
    return then.plateau();
  }
}
