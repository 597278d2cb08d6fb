package dev.nnet.runtime;

import dev.nnet.runtime.text.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@code train} section says of the run itself, in call notation:
 *
 * <pre>
 * train(optimizer=sgd(lr=0.05,momentum=0.9),batch=64,epochs=12)      the rest as in {@link #parse}
 * </pre>
 *
 * @param optimizer in call notation, see {@code dev.nnet.runtime.train.Optimizer}
 * @param batch examples per step
 * @param epochs passes over the data
 * @param seed of the shuffles
 * @param clipNorm largest L2 norm of all gradients together, 0 for none
 * @param clipValue largest absolute value of a gradient, 0 for none
 * @param accumulate batches whose gradients make one update
 * @param average what is kept of the average of the weights in an update, 0 for no average
 * @param stopEarly when to stop before the last epoch: {@code stop(maximize(accuracy),5)} after 5
 *     epochs none of which was the best so far; empty for never
 * @param validation the share of the training examples that is kept for validation where none are
 *     given, chosen by the seed; 0 for none
 */
public record TrainSettings(
    String optimizer,
    int batch,
    int epochs,
    long seed,
    float clipNorm,
    float clipValue,
    int accumulate,
    double average,
    String stopEarly,
    double validation) {
  private static final String NEVER = "never";
  private static final String[] KEYS = {
    "optimizer",
    "batch",
    "epochs",
    "seed",
    "clip_norm",
    "clip_value",
    "accumulate",
    "average",
    "stop_early",
    "validation"
  };

  public TrainSettings {
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(stopEarly);
    if (accumulate < 1 || (long) batch * accumulate > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("train: accumulate " + accumulate + " x " + batch);
    }
    if (!(average >= 0 && average < 1)) {
      throw new IllegalArgumentException("train: average " + average);
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException("train: validation " + validation);
    }
    if (batch < 1 || epochs < 0) {
      throw new IllegalArgumentException("train: batch " + batch + ", epochs " + epochs);
    }
    if (!limit(clipNorm) || !limit(clipValue)) {
      throw new IllegalArgumentException(
          "train: clip_norm " + clipNorm + ", clip_value " + clipValue);
    }
  }

  private static boolean limit(float value) {
    return value >= 0 && value < Float.POSITIVE_INFINITY;
  }

  /**
   * Reads the text form; a batch is 32, there are 10 epochs, the seed is 1, and nothing is limited,
   * accumulated, averaged, stopped or kept back unless said.
   *
   * @throws IllegalArgumentException for an unknown key, a value of another kind or out of range
   */
  public static TrainSettings parse(String text) {
    return of(Call.parse(text));
  }

  private static TrainSettings of(Call call) {
    Call given = call.bind(KEYS);
    return new TrainSettings(
        given.argument("optimizer").toString(),
        number(given, "batch", 32).intValue(),
        number(given, "epochs", 10).intValue(),
        number(given, "seed", 1L).longValue(),
        number(given, "clip_norm", 0f).floatValue(),
        number(given, "clip_value", 0f).floatValue(),
        number(given, "accumulate", 1).intValue(),
        number(given, "average", 0.0).doubleValue(),
        text(given, "stop_early"),
        number(given, "validation", 0.0).doubleValue());
  }

  private static String text(Call call, String key) {
    String text = call.has(key) ? call.argument(key).toString() : NEVER;
    return text.equals(NEVER) ? "" : text;
  }

  /**
   * A number of the default's kind. Every model reads its settings when it is loaded, and nine
   * lambdas would be a twentieth of the time to its first answer.
   */
  private static Number number(Call call, String key, Number otherwise) {
    if (!call.has(key)) {
      return otherwise;
    }
    String text = call.argument(key).toString();
    try {
      if (otherwise instanceof Integer) {
        return Integer.valueOf(text);
      }
      if (otherwise instanceof Long) {
        return Long.valueOf(text);
      }
      if (otherwise instanceof Float) {
        return Float.valueOf(text);
      }
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is '" + text + "'", e);
    }
  }

  /**
   * The same with another value.
   *
   * @param key as in the text: {@code batch}
   * @param value in call notation
   */
  public TrainSettings with(String key, Object value) {
    Map<String, Call> all = new LinkedHashMap<>(call().named());
    all.put(key, Call.parse(value.toString()));
    return of(new Call("train", List.of(), all));
  }

  private Call call() {
    Object[] values = {
      optimizer,
      batch,
      epochs,
      seed,
      clipNorm,
      clipValue,
      accumulate,
      average,
      stopEarly.isEmpty() ? NEVER : stopEarly,
      validation
    };
    Map<String, Call> all = new LinkedHashMap<>();
    for (int k = 0; k < KEYS.length; k++) {
      all.put(KEYS[k], Call.parse(values[k].toString()));
    }
    return new Call("train", List.of(), all);
  }

  /** Examples of one update. */
  public int examplesPerStep() {
    return batch * accumulate;
  }

  /** The text form; {@link #parse} reads it. */
  public String text() {
    return call().toString();
  }
}
