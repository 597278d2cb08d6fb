package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be computed step by step: that which needs what the step before leaves, and which that
 * needs. All else is computed for all steps at once, before the loop or behind it.
 *
 * <pre>
 * a = linear(x, w)          before
 * b = linear(h, u)          in the loop      h[t] = y[t - 1]
 * y = tanh(a + b)           in the loop
 * z = linear(y, v)          behind
 * </pre>
 */
final class Loops {
  private final List<Recurrence> recurrences;
  private final Map<Value, TimeLoop> members = new HashMap<>();
  private final Set<Value> whole = new HashSet<>();

  private Loops(Graph graph) {
    this.recurrences = graph.recurrences();
    Map<Long, TimeLoop> loops = new HashMap<>();
    for (Recurrence r : recurrences) {
      Extent steps = r.carry().shape().dim(1).extent();
      loops.computeIfAbsent(r.loop(), k -> new TimeLoop(new Var("t"), steps, r.reversed()));
    }
    graph.loops().forEach((v, number) -> members.put(v, loops.get(number)));
    graph.results().forEach(r -> whole.add(r.value()));
  }

  static Loops of(Graph graph) {
    return new Loops(graph);
  }

  List<Recurrence> recurrences() {
    return recurrences;
  }

  /** The loop that computes a value; null if it is computed for all steps at once. */
  TimeLoop of(Value value) {
    return members.get(value);
  }

  /** Says that a nest of a loop, or of none, reads a value. */
  void read(Value value, TimeLoop by) {
    if (of(value) != by) {
      whole.add(value);
    }
  }

  /** Whether all steps of a value are kept, not only the running one. */
  boolean whole(Value value) {
    return of(value) == null || whole.contains(value);
  }

  /**
   * What is kept of a value: all steps, or one. What is left to the next step has room for one more
   * step, behind the last or, if the loop is reversed, before the first.
   */
  Type stored(Value value) {
    Type type = value.type();
    Shape shape = type.shape();
    if (carried(value) && whole(value)) {
      shape = shape.with(1, Dim.of(shape.size(1) + 1));
    } else if (!whole(value)) {
      shape = shape.without(List.of(1L));
    }
    return new Type(type.element(), type.bound(), shape);
  }

  /** Whether a value is what the steps of a loop hand on; in a stream it comes from outside. */
  boolean carried(Value value) {
    return value.op() == Leaf.CARRY && of(value) != null;
  }

  /** Where in its memory a carry of a step lies. */
  Affine slot(Value carry, Affine step) {
    return of(carry).reversed() ? step.plus(1) : step;
  }
}
