package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The flat parameters as runs that an update treats alike.
 *
 * <pre>
 *   params   | weight | bias, scale | running mean, variance | weight |
 *   segments | DECAY  | LEARN       | STATE                  | DECAY  |
 * </pre>
 */
final class Segments {
  /** What an update does. */
  enum Kind {
    /** Gradient and weight decay. */
    DECAY,
    /** Gradient alone. */
    LEARN,
    /** The next value lies among the gradients. */
    STATE
  }

  /** Elements {@code from <= k < to}. */
  record Segment(Kind kind, int from, int to) {}

  private Segments() {}

  /**
   * The segments in order, without gaps.
   *
   * @param decayAll whether biases and scales decay too
   */
  static List<Segment> of(ModelSpec spec, boolean decayAll) {
    List<Segment> segments = new ArrayList<>();
    int begin = 0;
    for (ParameterSpec p : spec.parameters()) {
      Kind kind = !p.trained() ? Kind.STATE : p.decay() || decayAll ? Kind.DECAY : Kind.LEARN;
      int last = segments.size() - 1;
      if (last >= 0 && segments.get(last).kind == kind) {
        segments.set(last, new Segment(kind, segments.get(last).from, p.end()));
      } else {
        segments.add(new Segment(kind, begin, p.end()));
      }
      begin = p.end();
    }
    return List.copyOf(segments);
  }
}
