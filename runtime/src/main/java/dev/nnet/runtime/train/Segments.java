package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    STATE,
    /** Nothing: the section does not touch it. */
    FROZEN;

    /** Whether there is a gradient. */
    boolean learns() {
      return this == DECAY || this == LEARN;
    }
  }

  /** Elements {@code from <= k < to}. */
  record Segment(Kind kind, int from, int to) {}

  private Segments() {}

  /**
   * The segments in order, without gaps.
   *
   * @param frozen paths of what is not touched
   * @param decayAll whether biases and scales decay too
   */
  static List<Segment> of(ModelSpec spec, List<String> frozen, boolean decayAll) {
    List<Segment> segments = new ArrayList<>();
    for (Segment s : tensors(spec, frozen, decayAll)) {
      int last = segments.size() - 1;
      if (last >= 0 && segments.get(last).kind == s.kind) {
        segments.set(last, new Segment(s.kind, segments.get(last).from, s.to));
      } else {
        segments.add(s);
      }
    }
    return List.copyOf(segments);
  }

  /** The same, one for each tensor. */
  static List<Segment> tensors(ModelSpec spec, List<String> frozen, boolean decayAll) {
    Set<String> untouched = Set.copyOf(frozen);
    List<Segment> segments = new ArrayList<>();
    int begin = 0;
    for (ParameterSpec p : spec.parameters()) {
      Kind kind = untouched.contains(p.path()) ? Kind.FROZEN : kind(p, decayAll);
      segments.add(new Segment(kind, begin, p.end()));
      begin = p.end();
    }
    return List.copyOf(segments);
  }

  private static Kind kind(ParameterSpec p, boolean decayAll) {
    if (!p.trained()) {
      return Kind.STATE;
    }
    return p.decay() || decayAll ? Kind.DECAY : Kind.LEARN;
  }
}
