package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How gradients change parameters: one loop over flat arrays, the same index in all of them, so
 * that any range can be updated by any thread with the same result.
 *
 * <p>Padding between parameters stays zero under every rule, because its gradient is zero.
 */
public interface Optimizer {
  /** The learning rate. */
  Schedule lr();

  /** Number of state arrays, each as long as the parameters, all zero before the first step. */
  int stateArrays();

  /** Whether weight decay also applies to biases and norms. */
  boolean decayAll();

  /**
   * Whether {@link #update} leaves the parameters alone and puts directions in the gradients'
   * place: the step then takes lr times the ratio of the norms of weights and direction, tensor by
   * tensor, where weights decay, and lr elsewhere.
   */
  default boolean layerwise() {
    return false;
  }

  /**
   * Whether a gradient of zero leaves weight and state as they are, to the bit: then rows of tables
   * that a batch does not touch need no update. So it is without momentum and without decay where
   * what is gathered is a sum, as in SGD and Adagrad, and not where it fades, as in Adam.
   *
   * @param decay whether weight decay applies
   */
  default boolean still(boolean decay) {
    return false;
  }

  /**
   * Updates {@code from <= k < to}.
   *
   * @param state {@link #stateArrays} arrays
   * @param decay whether weight decay applies to this range
   * @param lr rate of this step
   * @param step number of this update, from 1
   */
  void update(
      float[] params,
      float[] gradients,
      float[][] state,
      int from,
      int to,
      boolean decay,
      double lr,
      long step);

  /**
   * Reads call notation: {@code adamw(lr=cosine(1e-3, warmup=1), weight_decay=0.05)}.
   *
   * @throws IllegalArgumentException for an unknown optimiser or argument
   */
  static Optimizer parse(String text) {
    Call call = Call.parse(text);
    if (!known().containsKey(call.name())) {
      throw new IllegalArgumentException(
          "unknown optimizer '" + call.name() + "'; there are " + String.join(", ", names()));
    }
    return known().get(call.name()).apply(call);
  }

  /** The optimisers there are. */
  static Set<String> names() {
    return known().keySet();
  }

  private static Map<String, Function<Call, Optimizer>> known() {
    Map<String, Function<Call, Optimizer>> known = new TreeMap<>();
    known.put("sgd", Sgd::of);
    known.put("adam", Adam::of);
    known.put("adamw", AdamW::of);
    known.put("rmsprop", Rmsprop::of);
    known.put("adagrad", Adagrad::of);
    known.put("lamb", Lamb::of);
    return known;
  }

  /**
   * A number of an optimiser in {@code least <= x < end}.
   *
   * @throws IllegalArgumentException if it is outside
   */
  static double number(Call call, String key, double otherwise, double least, double end) {
    double value = call.number(key, otherwise);
    if (value < least || value >= end) {
      throw new IllegalArgumentException(
          call.name() + ": " + key + " is " + value + ", not in [" + least + ", " + end + ")");
    }
    return value;
  }
}
