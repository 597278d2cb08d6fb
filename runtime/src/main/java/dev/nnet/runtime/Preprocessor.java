package dev.nnet.runtime;

import dev.nnet.runtime.image.Draws;
import dev.nnet.runtime.image.PictureSize;
import dev.nnet.runtime.image.Pixels;
import dev.nnet.runtime.image.Stage;
import dev.nnet.runtime.text.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns pictures into the values of an input. Keeps its buffers: one thread at a time, and nothing
 * is allocated once it has seen the largest picture.
 */
final class Preprocessor {
  private final PreprocessSpec spec;
  private final PictureSize raw;
  private final PictureSize result;
  private final List<Stage> stages;
  private final PixelTable table;
  private Pixels current = new Pixels();
  private Pixels next = new Pixels();

  /** With the numbers of the text; {@code standardize} does nothing. */
  Preprocessor(PreprocessSpec spec) {
    this(spec, numbers(spec, "mean", 0), numbers(spec, "std", 1));
  }

  private Preprocessor(PreprocessSpec spec, float[] mean, float[] deviation) {
    this.spec = spec;
    this.raw = spec.raw();
    this.result = spec.result();
    this.stages = spec.stages();
    this.table = new PixelTable(mean, deviation);
  }

  /**
   * With what {@code standardize} learned; before that with mean 0 and deviation 1.
   *
   * @param params of the model, in physical layout
   */
  static Preprocessor of(PreprocessSpec spec, ModelSpec model, float[] params) {
    Optional<Standardization> learned = spec.standardization();
    if (learned.isEmpty()) {
      return new Preprocessor(spec);
    }
    return new Preprocessor(
        spec,
        model.parameter(learned.get().meanPath()).gather(params),
        model.parameter(learned.get().deviationPath()).gather(params));
  }

  private static float[] numbers(PreprocessSpec spec, String key, float otherwise) {
    float[] values = new float[spec.channels()];
    Arrays.fill(values, otherwise);
    Optional<Call> normalize = spec.normalize();
    if (normalize.isPresent()) {
      fill(normalize.get(), key, values);
    }
    return values;
  }

  private static void fill(Call normalize, String key, float[] to) {
    List<Double> numbers = normalize.numbers(key);
    for (int c = 0; c < to.length; c++) {
      to[c] = numbers.get(numbers.size() == 1 ? 0 : c).floatValue();
    }
  }

  /** What is wrong with an image of this size; empty if nothing. */
  String mismatch(int height, int width, int channels) {
    boolean fits =
        fits(raw.height(), height) && fits(raw.width(), width) && channels == raw.channels();
    return fits ? "" : " is " + new PictureSize(height, width, channels) + ", " + raw + " expected";
  }

  private static boolean fits(int expected, int found) {
    return expected == PictureSize.ANY || expected == found;
  }

  /**
   * Converts interleaved pixels into planes.
   *
   * @param draws for the stages that are random in training
   * @throws IllegalArgumentException if a stage cannot work on the picture
   */
  void apply(int height, int width, byte[] pixels, int from, float[] planes, int to, Draws draws) {
    if (stages.isEmpty()) {
      table.apply(pixels, from, planes, to, height * width);
      return;
    }
    current.set(height, width, raw.channels(), pixels, from);
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).apply(current, next, draws);
      Pixels done = next;
      next = current;
      current = done;
    }
    table.apply(current.bytes(), 0, planes, to, result.height() * result.width());
  }

  /** The values of one image. */
  float[] values(Image image, Draws draws) {
    String mismatch = mismatch(image.height(), image.width(), image.channels());
    if (!mismatch.isEmpty()) {
      throw new IllegalArgumentException(spec.border() + mismatch);
    }
    float[] values = new float[result.channels() * result.height() * result.width()];
    apply(image.height(), image.width(), image.pixels(), 0, values, 0, draws);
    return values;
  }
}
