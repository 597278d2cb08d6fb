package dev.nnet.runtime.random;

import dev.nnet.runtime.text.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a tensor of weights begins, read from call notation.
 *
 * <p>Every initialiser accepts {@code fan_in} and {@code fan_out}, the number of values that enter
 * and leave one unit; those that use them demand them. {@code gain} is 1 unless given.
 *
 * <pre>
 * zeros  ones  constant(value)
 * normal(mean=0, std=1)            truncated_normal(mean=0, std=1): within two std of the mean
 * uniform(min, max)
 * glorot_uniform  glorot_normal    variance gain^2 * 2 / (fan_in + fan_out)
 * he_uniform      he_normal        variance gain^2 * 2 / fan_in
 * lecun_normal                     variance gain^2 / fan_in
 * forget_bias(value=1)             the value in the second quarter, else 0: gates i, f, g, o
 * orthogonal                       orthonormal rows or columns, times gain
 * </pre>
 *
 * Sources: X. Glorot and Y. Bengio 2010, eq. 12 and 16; K. He et al. 2015, eq. 10; Y. LeCun et al.,
 * Efficient BackProp, 1998, eq. 16; A. Saxe et al. 2013, section 3. A uniform of variance v spans
 * plus and minus sqrt(3 v).
 */
public interface Initializer {
  /**
   * The values of a tensor in logical row-major order: a function of dims and stream alone, so that
   * physical layout never matters.
   */
  float[] values(List<Integer> dims, RandomStream stream);

  /**
   * @throws IllegalArgumentException for an unknown initialiser or argument, or a missing one
   */
  static Initializer parse(String text) {
    Call call = Call.parse(text);
    Rule rule = Rule.BY_NAME.get(call.name());
    if (rule == null) {
      throw new IllegalArgumentException(
          "unknown initialiser '"
              + call.name()
              + "'; there are "
              + String.join(", ", Rule.BY_NAME.keySet().stream().sorted().toList()));
    }
    return rule.read(call);
  }

  /** One line of the registry: how a call becomes an initialiser. */
  interface Rule {
    /** All rules. */
    Map<String, Rule> BY_NAME =
        Map.ofEntries(
            Map.entry("zeros", call -> fill(bind(call), 0)),
            Map.entry("ones", call -> fill(bind(call), 1)),
            Map.entry("constant", call -> constant(bind(call, "value"))),
            Map.entry("normal", call -> normal(bind(call, "mean", "std"))),
            Map.entry("truncated_normal", call -> truncated(bind(call, "mean", "std"))),
            Map.entry("uniform", call -> uniform(bind(call, "min", "max"))),
            Map.entry("glorot_uniform", call -> spread(glorot(call))),
            Map.entry("glorot_normal", call -> bell(0, glorot(call))),
            Map.entry("he_uniform", call -> spread(fanIn(call, 2))),
            Map.entry("he_normal", call -> bell(0, fanIn(call, 2))),
            Map.entry("lecun_normal", call -> bell(0, fanIn(call, 1))),
            Map.entry("forget_bias", call -> forgetBias(bind(call, "value"))),
            Map.entry("orthogonal", call -> new Orthogonal(gain(bind(call, "gain")))));

    /** Reads the arguments. */
    Initializer read(Call call);

    private static Call bind(Call call, String... own) {
      String[] all = java.util.Arrays.copyOf(own, own.length + 2);
      all[own.length] = "fan_in";
      all[own.length + 1] = "fan_out";
      return call.bind(all);
    }

    private static Initializer constant(Call call) {
      return fill(call, call.number("value"));
    }

    private static Initializer forgetBias(Call call) {
      float value = (float) call.number("value", 1);
      return (dims, stream) -> {
        float[] values = new float[dims.stream().reduce(1, Math::multiplyExact)];
        Arrays.fill(values, values.length / 4, values.length / 2, value);
        return values;
      };
    }

    private static Initializer normal(Call call) {
      return bell(call.number("mean", 0), std(call));
    }

    private static Initializer uniform(Call call) {
      double min = call.number("min");
      double max = call.number("max");
      return each((stream, k) -> min + (max - min) * stream.uniform(k));
    }

    /** Draws again, from far away in the stream, what falls outside two deviations. */
    private static Initializer truncated(Call call) {
      double mean = call.number("mean", 0);
      double std = std(call);
      return each(
          (stream, k) -> {
            long index = k;
            double value = stream.normal(index);
            while (Math.abs(value) > 2) {
              index += 1L << 40;
              value = stream.normal(index);
            }
            return mean + std * value;
          });
    }

    private static double glorot(Call call) {
      Call bound = bind(call, "gain");
      return gain(bound) * Math.sqrt(2 / (fan(bound, "fan_in") + fan(bound, "fan_out")));
    }

    private static double fanIn(Call call, double numerator) {
      Call bound = bind(call, "gain");
      return gain(bound) * Math.sqrt(numerator / fan(bound, "fan_in"));
    }

    private static double std(Call call) {
      double std = call.number("std", 1);
      if (!(std >= 0)) {
        throw new IllegalArgumentException(call.name() + ": std is " + std);
      }
      return std;
    }

    private static double gain(Call call) {
      return call.number("gain", 1);
    }

    private static double fan(Call call, String key) {
      double fan = call.number(key);
      if (fan <= 0) {
        throw new IllegalArgumentException(call.name() + ": " + key + " is " + fan);
      }
      return fan;
    }

    private static Initializer bell(double mean, double std) {
      return each((stream, k) -> mean + std * stream.normal(k));
    }

    private static Initializer spread(double std) {
      double bound = Math.sqrt(3) * std;
      return each((stream, k) -> (2 * stream.uniform(k) - 1) * bound);
    }

    private static Initializer fill(Call call, double value) {
      return each((stream, k) -> value);
    }

    private static Initializer each(Value value) {
      return (dims, stream) -> {
        float[] values = new float[dims.stream().reduce(1, Math::multiplyExact)];
        for (int k = 0; k < values.length; k++) {
          values[k] = (float) value.at(stream, k);
        }
        return values;
      };
    }
  }

  /** The k-th value of a tensor. */
  interface Value {
    double at(RandomStream stream, int k);
  }
}
