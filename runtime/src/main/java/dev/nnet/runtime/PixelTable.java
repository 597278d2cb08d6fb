package dev.nnet.runtime;

import dev.nnet.runtime.text.Call;
import java.util.List;

/**
 * Preprocessing of bytes, compiled to a table: 256 answers per channel.
 *
 * <pre>
 *   to_tensor                 v / 255, and [H, W, C] becomes [C, H, W]
 *   normalize(mean, std)      (v - mean[c]) / std[c]
 * </pre>
 *
 * All in float arithmetic, one rounding per operation.
 */
final class PixelTable {
  private final PreprocessSpec spec;
  private final float[][] values;

  PixelTable(PreprocessSpec spec) {
    this.spec = spec;
    values = new float[spec.channels()][256];
    Call normalize =
        spec.operations().size() < 2
            ? null
            : Call.parse(spec.operations().get(1)).bind("mean", "std");
    for (int c = 0; c < values.length; c++) {
      for (int v = 0; v < 256; v++) {
        float value = v / 255f;
        if (normalize != null) {
          value = (value - of(normalize, "mean", c)) / of(normalize, "std", c);
        }
        values[c][v] = value;
      }
    }
  }

  private static float of(Call normalize, String key, int channel) {
    List<Double> numbers = normalize.numbers(key);
    return numbers.get(numbers.size() == 1 ? 0 : channel).floatValue();
  }

  /** What is wrong with an image of this size; empty if nothing. */
  String mismatch(int height, int width, int channels) {
    List<Integer> dims = spec.dims();
    if (height == dims.get(0) && width == dims.get(1) && channels == spec.channels()) {
      return "";
    }
    return " is u8["
        + height
        + ", "
        + width
        + (channels == 1 ? "" : ", " + channels)
        + "], u8"
        + dims
        + " expected";
  }

  /** Converts interleaved pixels into planes. */
  void apply(byte[] pixels, int from, float[] planes, int to, int pixelCount) {
    int channels = values.length;
    for (int c = 0; c < channels; c++) {
      float[] table = values[c];
      int plane = to + c * pixelCount;
      int source = from + c;
      for (int p = 0; p < pixelCount; p++) {
        planes[plane + p] = table[pixels[source + p * channels] & 0xff];
      }
    }
  }
}
