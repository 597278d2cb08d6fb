package dev.nnet.runtime.image;

import dev.nnet.runtime.text.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The stages by their names in the language.
 *
 * <pre>
 *   resize(256) -> random_crop(224) -> random_flip
 * </pre>
 */
public final class Stages {
  private static final Map<String, Function<Call, Stage>> BY_NAME =
      Map.of(
          "resize", c -> Resize.parse(c.bind("size", "filter")),
          "center_crop", c -> Crop.center(c.bind("size")),
          "random_crop", c -> Crop.random(c.bind("size", "padding")),
          "random_resized_crop", c -> ResizedCrop.parse(c.bind("size", "scale", "ratio", "filter")),
          "random_flip", c -> Flip.parse(c.bind("p")),
          "color_jitter", c -> ColorJitter.parse(c.bind("brightness", "contrast", "saturation")));

  private Stages() {}

  /** What can be written, in alphabetical order. */
  public static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }

  /**
   * The stage of a call.
   *
   * @throws IllegalArgumentException if there is none of that name, or an argument does not fit
   */
  public static Stage parse(Call call) {
    Function<Call, Stage> maker = BY_NAME.get(call.name());
    if (maker == null) {
      throw new IllegalArgumentException(
          "there is no '" + call.name() + "'; there are " + String.join(", ", names()));
    }
    return maker.apply(call);
  }

  /** One size for both sides, or a list of height and width. */
  static List<Integer> size(Call call) {
    List<Double> numbers = call.numbers("size");
    boolean whole = numbers.stream().allMatch(n -> n >= 1 && n <= 1 << 15 && n == Math.rint(n));
    if (!whole || numbers.size() > 2) {
      throw new IllegalArgumentException(
          call.name()
              + ": size is "
              + call.argument("size")
              + "; 224, or [height, width] expected");
    }
    return numbers.stream().map(Double::intValue).toList();
  }

  /** The ends of a range, in order and above 0. */
  static double[] range(Call call, String key, double low, double high) {
    if (!call.has(key)) {
      return new double[] {low, high};
    }
    List<Double> ends = call.numbers(key);
    if (ends.size() != 2 || !(ends.get(0) > 0) || ends.get(0) > ends.get(1)) {
      throw new IllegalArgumentException(
          call.name()
              + ": "
              + key
              + " is "
              + call.argument(key)
              + "; a range [low, high] expected");
    }
    return new double[] {ends.get(0), ends.get(1)};
  }

  /** A number within bounds. */
  static double number(Call call, String key, double otherwise, double most) {
    double value = call.number(key, otherwise);
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          call.name() + ": " + key + " is " + value + "; 0 to " + most + " expected");
    }
    return value;
  }
}
