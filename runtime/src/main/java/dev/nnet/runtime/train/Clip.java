package dev.nnet.runtime.train;

/**
 * Limits gradients before an update: first each value to plus or minus {@code value}, then all
 * together to an L2 norm of {@code norm} (R. Pascanu, T. Mikolov, Y. Bengio 2013, algorithm 1).
 * Zero means no limit.
 */
record Clip(float norm, float value) {
  private static final int LANES = 8;

  void apply(float[] gradients) {
    if (value > 0) {
      for (int k = 0; k < gradients.length; k++) {
        gradients[k] = Math.max(-value, Math.min(value, gradients[k]));
      }
    }
    if (norm > 0) {
      double length = Math.sqrt(squares(gradients));
      if (!(length < Double.POSITIVE_INFINITY)) {
        throw new TrainingException("the norm of the gradients is " + length);
      }
      if (length > norm) {
        float factor = (float) (norm / length);
        for (int k = 0; k < gradients.length; k++) {
          gradients[k] *= factor;
        }
      }
    }
  }

  /** The sum of squares in a fixed order, in lanes so that one addition need not await the last. */
  private static double squares(float[] values) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int whole = values.length / LANES * LANES;
    for (int k = 0; k < whole; k += LANES) {
      a += square(values[k]) + square(values[k + 4]);
      b += square(values[k + 1]) + square(values[k + 5]);
      c += square(values[k + 2]) + square(values[k + 6]);
      d += square(values[k + 3]) + square(values[k + 7]);
    }
    for (int k = whole; k < values.length; k++) {
      a += square(values[k]);
    }
    return (a + b) + (c + d);
  }

  private static double square(float value) {
    return (double) value * value;
  }
}
