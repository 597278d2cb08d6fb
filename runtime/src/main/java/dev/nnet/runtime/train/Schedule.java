package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The learning rate as a function of the step.
 *
 * <pre>
 * 0.05                         constant
 * cosine(lr, warmup=0)         to 0 along half a cosine, over all epochs
 * linear(lr, to=0, warmup=0)   to another rate along a line, over all epochs
 * step(lr, every, factor)      times factor after every so many epochs
 * exponential(lr, factor)      times factor after each epoch
 * </pre>
 *
 * {@code warmup} is a number of epochs, fractions allowed, in which the rate rises linearly from
 * nearly 0: step k of W takes (k + 1) / W of it (P. Goyal et al. 2017, section 2.2); the rest of
 * the schedule follows in the remaining steps.
 */
public interface Schedule {
  /**
   * The rate of a step.
   *
   * @param step number of updates made before it
   * @param stepsPerEpoch at least 1
   * @param epochs of the whole run
   */
  double rate(long step, long stepsPerEpoch, int epochs);

  /** Whether the rate depends on the length of an epoch. */
  default boolean needsEpochs() {
    return true;
  }

  /**
   * Reads the {@code lr} argument of an optimiser.
   *
   * @throws IllegalArgumentException for an unknown schedule or a bad argument
   */
  static Schedule of(Call call) {
    if (call.positional().isEmpty() && call.named().isEmpty()) {
      return new Constant(rate(call.asNumber("lr")));
    }
    Map<String, Function<Call, Schedule>> known = new TreeMap<>();
    known.put("cosine", Schedule::cosine);
    known.put("linear", Schedule::linear);
    known.put("step", Schedule::step);
    known.put("exponential", Schedule::exponential);
    if (!known.containsKey(call.name())) {
      throw new IllegalArgumentException(
          "unknown schedule '" + call.name() + "'; there are " + String.join(", ", known.keySet()));
    }
    return known.get(call.name()).apply(call);
  }

  private static Schedule cosine(Call call) {
    Call bound = call.bind("lr", "warmup");
    return new Cosine(rate(bound.number("lr")), warmup(bound));
  }

  private static Schedule linear(Call call) {
    Call bound = call.bind("lr", "to", "warmup");
    return new Linear(rate(bound.number("lr")), rate(bound.number("to", 0)), warmup(bound));
  }

  private static Schedule step(Call call) {
    Call bound = call.bind("lr", "every", "factor");
    double every = bound.number("every");
    if (every < 1 || every != Math.rint(every)) {
      throw new IllegalArgumentException("step: every is a number of epochs, not " + every);
    }
    return new Step(rate(bound.number("lr")), (int) every, rate(bound.number("factor")));
  }

  private static Schedule exponential(Call call) {
    Call bound = call.bind("lr", "factor");
    return new Step(rate(bound.number("lr")), 1, rate(bound.number("factor")));
  }

  private static double rate(double value) {
    if (value < 0) {
      throw new IllegalArgumentException("a learning rate or its factor cannot be " + value);
    }
    return value;
  }

  private static double warmup(Call call) {
    double warmup = call.number("warmup", 0);
    if (warmup < 0) {
      throw new IllegalArgumentException("warmup cannot be " + warmup + " epochs");
    }
    return warmup;
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

  /**
   * lr * (1 + cos(pi * t)) / 2, t from 0 to 1 behind the warm-up: I. Loshchilov and F. Hutter,
   * SGDR, 2017, eq. 5 with one period and a least rate of 0.
   */
  record Cosine(double lr, double warmup) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      double rising = warmup * stepsPerEpoch;
      if (step < rising) {
        return lr * Math.min(1, (step + 1) / rising);
      }
      double t = progress(step, rising, stepsPerEpoch * epochs);
      return lr * 0.5 * (1 + StrictMath.cos(StrictMath.PI * t));
    }
  }

  /** lr + (to - lr) * t, t from 0 to 1 behind the warm-up. */
  record Linear(double lr, double to, double warmup) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      double rising = warmup * stepsPerEpoch;
      if (step < rising) {
        return lr * Math.min(1, (step + 1) / rising);
      }
      return lr + (to - lr) * progress(step, rising, stepsPerEpoch * epochs);
    }
  }

  /** lr * factor^(epoch / every), whole epochs. */
  record Step(double lr, int every, double factor) implements Schedule {
    @Override
    public double rate(long step, long stepsPerEpoch, int epochs) {
      return lr * StrictMath.pow(factor, step / stepsPerEpoch / every);
    }
  }

  /** The part of the steps behind the warm-up that is done, 0 to 1; 1 also after the end. */
  private static double progress(long step, double rising, long total) {
    return step >= total ? 1 : (step - rising) / (total - rising);
  }
}
