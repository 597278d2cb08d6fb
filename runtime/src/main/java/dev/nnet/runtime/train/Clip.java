package dev.nnet.runtime.train;

import dev.nnet.runtime.train.Segments.Segment;
import java.util.List;

/**
 * Limits gradients before an update: first each value to plus or minus {@code value}, then all
 * together to an L2 norm of {@code norm} (R. Pascanu, T. Mikolov, Y. Bengio 2013, algorithm 1).
 * Zero means no limit. Gradients are finite.
 */
record Clip(float norm, float value) {
  private static final int LANES = 8;

  /** Limits the gradients of the segments that learn. */
  void apply(float[] gradients, List<Segment> segments) {
    if (value > 0) {
      for (int i = 0; i < segments.size(); i++) {
        Segment s = segments.get(i);
        for (int k = s.from(); k < s.to() && s.kind().learns(); k++) {
          gradients[k] = Math.max(-value, Math.min(value, gradients[k]));
        }
      }
    }
    if (norm > 0) {
      double squares = 0;
      for (int i = 0; i < segments.size(); i++) {
        Segment s = segments.get(i);
        squares += s.kind().learns() ? squares(gradients, s.from(), s.to()) : 0;
      }
      double length = Math.sqrt(squares);
      if (length > norm) {
        scale(gradients, segments, (float) (norm / length));
      }
    }
  }

  private static void scale(float[] gradients, List<Segment> segments, float factor) {
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      for (int k = s.from(); k < s.to() && s.kind().learns(); k++) {
        gradients[k] *= factor;
      }
    }
  }

  /** The sum of squares in a fixed order, in lanes so that one addition need not await the last. */
  static double squares(float[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int whole = from + (to - from) / LANES * LANES;
    for (int k = from; k < whole; k += LANES) {
      a += square(values[k]) + square(values[k + 4]);
      b += square(values[k + 1]) + square(values[k + 5]);
      c += square(values[k + 2]) + square(values[k + 6]);
      d += square(values[k + 3]) + square(values[k + 7]);
    }
    for (int k = whole; k < to; k++) {
      a += square(values[k]);
    }
    return (a + b) + (c + d);
  }

  private static double square(float value) {
    return (double) value * value;
  }
}
