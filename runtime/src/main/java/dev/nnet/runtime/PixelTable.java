package dev.nnet.runtime;

/**
 * Bytes to numbers, as a table: 256 answers per channel.
 *
 * <pre>
 *   to_tensor                 v / 255, and [H, W, C] becomes [C, H, W]
 *   normalize(mean, std)      (v - mean[c]) / std[c]
 * </pre>
 *
 * All in float arithmetic, one rounding per operation.
 */
final class PixelTable {
  private final float[][] values;

  /**
   * @param mean of each channel
   * @param deviation of each channel
   */
  PixelTable(float[] mean, float[] deviation) {
    values = new float[mean.length][256];
    for (int c = 0; c < values.length; c++) {
      for (int v = 0; v < 256; v++) {
        values[c][v] = (v / 255f - mean[c]) / deviation[c];
      }
    }
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
