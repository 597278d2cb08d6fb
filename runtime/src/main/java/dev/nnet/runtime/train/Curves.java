package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/** The schedules that are functions of the step alone. */
final class Curves {
  private Curves() {}

  static Schedule constant(Call call) {
    Call bound = call.bind("lr", "warmup");
    double lr = lr(bound);
    return WarmUp.of(bound, lr, new Constant(lr));
  }

  static Schedule step(Call call) {
    Call bound = call.bind("lr", "every", "factor", "warmup");
    double every = bound.number("every");
    if (every < 1 || every != Math.rint(every)) {
      throw new IllegalArgumentException("step: every is a number of epochs, not " + every);
    }
    double lr = lr(bound);
    return WarmUp.of(bound, lr, new Step(lr, (int) every, factor(bound)));
  }

  static Schedule exponential(Call call) {
    Call bound = call.bind("lr", "factor", "warmup");
    double lr = lr(bound);
    return WarmUp.of(bound, lr, new Step(lr, 1, factor(bound)));
  }

  static Schedule linear(Call call) {
    Call bound = call.bind("lr", "to", "warmup");
    double lr = lr(bound);
    return WarmUp.of(bound, lr, new Linear(lr, to(bound), WarmUp.epochs(bound)));
  }

  static Schedule cosine(Call call) {
    Call bound = call.bind("lr", "to", "warmup");
    double lr = lr(bound);
    return WarmUp.of(bound, lr, new Cosine(lr, to(bound), WarmUp.epochs(bound)));
  }

  static Schedule inverseSqrt(Call call) {
    Call bound = call.bind("lr", "warmup");
    double lr = lr(bound);
    bound.argument("warmup");
    return WarmUp.of(bound, lr, new InverseSqrt(lr, WarmUp.epochs(bound)));
  }

  static Schedule oneCycle(Call call) {
    Call bound = call.bind("lr", "rise", "divide", "end");
    double rise = Optimizer.number(bound, "rise", 0.3, 0, 1);
    double divide = Optimizer.number(bound, "divide", 25, 1, Double.POSITIVE_INFINITY);
    double end = Optimizer.number(bound, "end", 1e4, 1, Double.POSITIVE_INFINITY);
    return new OneCycle(lr(bound), rise, divide, end);
  }

  private static double lr(Call bound) {
    return Schedule.positive(bound.number("lr"));
  }

  private static double factor(Call bound) {
    return Schedule.positive(bound.number("factor"));
  }

  private static double to(Call bound) {
    return Schedule.positive(bound.number("to", 0));
  }

  /** The same rate for ever. */
  record Constant(double lr) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      return lr;
    }

    @Override
    public boolean needsEpochs() {
      return false;
    }
  }

  /** lr * factor^(epoch / every), whole epochs. */
  record Step(double lr, int every, double factor) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      return lr * StrictMath.pow(factor, step / stepsPerEpoch / every);
    }
  }

  /** lr + (to - lr) * t, t from 0 to 1 behind the warm-up. */
  record Linear(double lr, double to, double warmup) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      return lr + (to - lr) * progress(step, warmup * stepsPerEpoch, stepsPerEpoch * epochs);
    }
  }

  /**
   * to + (lr - to) * (1 + cos(pi * t)) / 2, t from 0 to 1 behind the warm-up: I. Loshchilov and F.
   * Hutter, SGDR, 2017, eq. 5 with one period.
   */
  record Cosine(double lr, double to, double warmup) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      double t = progress(step, warmup * stepsPerEpoch, stepsPerEpoch * epochs);
      return between(lr, to, t);
    }
  }

  /**
   * lr * sqrt(W / k) in the k-th step, from 1, of W in the warm-up: A. Vaswani et al., Attention Is
   * All You Need, 2017, eq. 3, with lr where it is highest.
   */
  record InverseSqrt(double lr, double warmup) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      double rising = Math.max(1, warmup * stepsPerEpoch);
      return lr * Math.sqrt(rising / Math.max(rising, step + 1));
    }
  }

  /**
   * Up to lr in the part {@code rise} of all steps, then down to nearly nothing: L. Smith and N.
   * Topin, Super-Convergence, 2018, section 3, with half cosines and the borders of PyTorch's
   * OneCycleLR; the momentum stays.
   */
  record OneCycle(double lr, double rise, double divide, double end) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      double last = Math.max(1, stepsPerEpoch * epochs - 1);
      double top = rise * stepsPerEpoch * epochs - 1;
      double low = lr / divide;
      if (step < top) {
        return between(low, lr, step / top);
      }
      return between(lr, low / end, Math.min(1, (step - top) / (last - top)));
    }
  }

  /** From one rate to another along half a cosine. */
  private static double between(double from, double to, double t) {
    return to + (from - to) * 0.5 * (1 + StrictMath.cos(StrictMath.PI * t));
  }

  /** The part of the steps behind the warm-up that is done, 0 to 1; 1 also after the end. */
  private static double progress(long step, double rising, long total) {
    return step >= total ? 1 : (step - rising) / (total - rising);
  }
}
