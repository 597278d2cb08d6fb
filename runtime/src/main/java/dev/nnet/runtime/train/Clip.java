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

  /**
   * Limits the gradients of the segments that learn.
   *
   * @param touched where they can be other than zero
   */
  void apply(float[] gradients, List<Segment> segments, Touched touched) {
    if (value > 0) {
      for (int i = 0; i < segments.size(); i++) {
        limit(gradients, segments.get(i), touched);
      }
    }
    if (norm > 0) {
      double squares = 0;
      for (int i = 0; i < segments.size(); i++) {
        Segment s = segments.get(i);
        squares += s.kind().learns() ? squares(gradients, s.from(), s.to(), touched) : 0;
      }
      double length = Math.sqrt(squares);
      if (length > norm) {
        scale(gradients, segments, touched, (float) (norm / length));
      }
    }
  }

  private void limit(float[] gradients, Segment s, Touched touched) {
    for (int r = touched.behind(s.from()); touched.begins(r, s.to()) && s.kind().learns(); r++) {
      int end = Math.min(touched.to(r), s.to());
      for (int k = Math.max(touched.from(r), s.from()); k < end; k++) {
        gradients[k] = Math.max(-value, Math.min(value, gradients[k]));
      }
    }
  }

  private static void scale(
      float[] gradients, List<Segment> segments, Touched touched, float factor) {
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      for (int r = touched.behind(s.from()); touched.begins(r, s.to()) && s.kind().learns(); r++) {
        int end = Math.min(touched.to(r), s.to());
        for (int k = Math.max(touched.from(r), s.from()); k < end; k++) {
          gradients[k] *= factor;
        }
      }
    }
  }

  /**
   * The sum of squares in a fixed order, in lanes so that one addition need not await the last.
   * Blocks of all lanes that nothing touches are zero and left out, which changes no bit.
   */
  static double squares(float[] values, int from, int to, Touched touched) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int whole = from + (to - from) / LANES * LANES;
    int next = from;
    for (int r = touched.behind(from); touched.begins(r, whole); r++) {
      next = Math.max(next, from + (Math.max(touched.from(r), from) - from) / LANES * LANES);
      int end = Math.min(touched.to(r), whole);
      for (; next < end; next += LANES) {
        a += square(values[next]) + square(values[next + 4]);
        b += square(values[next + 1]) + square(values[next + 5]);
        c += square(values[next + 2]) + square(values[next + 6]);
        d += square(values[next + 3]) + square(values[next + 7]);
      }
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
