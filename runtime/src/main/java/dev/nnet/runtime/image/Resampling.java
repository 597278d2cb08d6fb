package dev.nnet.runtime.image;

/**
 * Weights for pixels of one line of another length: each new pixel is the mean of the old ones
 * around its place, weighted by a kernel that is stretched where the line gets shorter, so that
 * nothing is skipped (P. Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section
 * 3.5).
 *
 * <p>Weights are whole multiples of 2^-22 and sums are whole numbers: the bits are the same
 * everywhere.
 */
final class Resampling {
  /** Bits behind the point. */
  private static final int BITS = 22;

  /** A kernel, by the distance in pixels. */
  enum Filter {
    BILINEAR(1) {
      @Override
      double at(double x) {
        return Math.max(0, 1 - Math.abs(x));
      }
    },
    /** R. Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981, a = -1/2. */
    BICUBIC(2) {
      @Override
      double at(double x) {
        double d = Math.abs(x);
        if (d < 1) {
          return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
      }
    };

    private final double reach;

    Filter(double reach) {
      this.reach = reach;
    }

    abstract double at(double x);
  }

  private final int from;
  private final int to;
  private final int[] first;
  private final int[][] weights;

  /**
   * @param from pixels of the old line
   * @param to pixels of the new line
   */
  Resampling(int from, int to, Filter filter) {
    this.from = from;
    this.to = to;
    this.first = new int[to];
    this.weights = new int[to][];
    double scale = (double) from / to;
    double stretch = Math.max(1, scale);
    double reach = filter.reach * stretch;
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      int low = Math.max(0, (int) (center - reach + 0.5));
      int high = Math.min(from, (int) (center + reach + 0.5));
      double[] exact = new double[high - low];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = filter.at((low + k - center + 0.5) / stretch);
        sum += exact[k];
      }
      first[i] = low;
      weights[i] = new int[exact.length];
      for (int k = 0; k < exact.length; k++) {
        weights[i][k] = (int) Math.round(exact[k] / sum * (1 << BITS));
      }
    }
  }

  boolean fits(int from, int to) {
    return this.from == from && this.to == to;
  }

  /** Changes the length of all rows. */
  void rows(Pixels source, Pixels target) {
    target.resize(source.height, to, source.channels);
    for (int row = 0; row < source.height; row++) {
      for (int i = 0; i < to; i++) {
        int place = target.at(row, i);
        line(source, source.at(row, first[i]), source.channels, i, target.bytes, place);
      }
    }
  }

  /** Changes the length of all columns. */
  void columns(Pixels source, Pixels target) {
    target.resize(to, source.width, source.channels);
    int step = source.width * source.channels;
    for (int i = 0; i < to; i++) {
      for (int column = 0; column < source.width; column++) {
        int place = target.at(i, column);
        line(source, source.at(first[i], column), step, i, target.bytes, place);
      }
    }
  }

  /** One new pixel from old ones that lie {@code step} apart. */
  private void line(Pixels source, int begin, int step, int i, byte[] target, int place) {
    int[] w = weights[i];
    for (int c = 0; c < source.channels; c++) {
      int sum = 1 << BITS - 1;
      for (int k = 0; k < w.length; k++) {
        sum += w[k] * (source.bytes[begin + k * step + c] & 0xff);
      }
      target[place + c] = (byte) Math.max(0, Math.min(255, sum >> BITS));
    }
  }
}
