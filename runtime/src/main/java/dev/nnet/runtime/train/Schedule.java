package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The learning rate as a function of the step.
 *
 * <pre>
 * 0.05                                    constant
 * constant(lr)                            the same, for a warm-up
 * step(lr, every, factor)                 times factor after every so many epochs
 * exponential(lr, factor)                 times factor after each epoch
 * linear(lr, to=0)                        to another rate along a line, over all epochs
 * cosine(lr, to=0)                        to another rate along half a cosine, over all epochs
 * inverse_sqrt(lr, warmup)                falls with the root of the steps, after a rise
 * one_cycle(lr, rise=0.3, divide=25, end=1e4)   from lr / divide up to lr, then down to
 *                                         lr / divide / end, along half cosines
 * plateau(lr, factor=0.1, patience=10, threshold=1e-4, least=0)
 *                                         times factor when the loss has stopped falling
 * </pre>
 *
 * All but one_cycle, which rises by itself, take {@code warmup}: a number of epochs, fractions
 * allowed, in which the rate rises linearly from nearly 0: step k of W takes (k + 1) / W of it (P.
 * Goyal et al. 2017, section 2.2). Curves over all epochs follow in the remaining steps; the others
 * count epochs from the beginning.
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

  /** What watches the loss and cuts the rate of {@link #rate}; null if nothing does. */
  default Plateau plateau() {
    return null;
  }

  /** The schedules there are. */
  static Set<String> names() {
    return known().keySet();
  }

  /**
   * Reads the {@code lr} argument of an optimiser.
   *
   * @throws IllegalArgumentException for an unknown schedule or a bad argument
   */
  static Schedule of(Call call) {
    if (call.positional().isEmpty() && call.named().isEmpty()) {
      return new Curves.Constant(positive(call.asNumber("lr")));
    }
    if (!known().containsKey(call.name())) {
      throw new IllegalArgumentException(
          "unknown schedule '" + call.name() + "'; there are " + String.join(", ", names()));
    }
    return known().get(call.name()).apply(call);
  }

  private static Map<String, Function<Call, Schedule>> known() {
    Map<String, Function<Call, Schedule>> known = new TreeMap<>();
    known.put("constant", Curves::constant);
    known.put("step", Curves::step);
    known.put("exponential", Curves::exponential);
    known.put("linear", Curves::linear);
    known.put("cosine", Curves::cosine);
    known.put("inverse_sqrt", Curves::inverseSqrt);
    known.put("one_cycle", Curves::oneCycle);
    known.put("plateau", Plateau::of);
    return known;
  }

  /** A rate, or a factor of one. */
  static double positive(double value) {
    if (value < 0) {
      throw new IllegalArgumentException("a learning rate or its factor cannot be " + value);
    }
    return value;
  }
}
