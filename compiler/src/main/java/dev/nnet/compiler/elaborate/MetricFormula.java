package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits a metric into what is summed over the examples of a batch and the formula of these sums,
 * so that it is exact over any number of batches.
 *
 * <pre>
 * sqrt(mean((x - y)^2))    =>    sqrt(divide(total(0),total(1)))
 *                                total 0: sum((x - y)^2)    total 1: the number of terms
 * </pre>
 *
 * A metric that is no such formula, because it needs a maximum over examples, a weight, or a figure
 * of the batch within a sum, is a mean weighted by examples: {@code average(0)}.
 */
final class MetricFormula {
  /** What the runtime reads easily. */
  private static final int LONGEST = 4_000;

  private static final int DEEPEST = 14;

  /** What the runtime computes element by element. */
  private static final Set<Op> FUNCTIONS =
      Set.of(
          Ops.NEGATE,
          Ops.ABS,
          Ops.EXP,
          Ops.LOG,
          Ops.SQRT,
          Ops.ADD,
          Ops.SUBTRACT,
          Ops.MULTIPLY,
          Ops.DIVIDE,
          Ops.MINIMUM,
          Ops.MAXIMUM,
          Ops.LESS,
          Ops.EQUAL,
          Ops.WHERE);

  /** Of what it makes one number. */
  private static final Set<Op> REDUCTIONS = Set.of(Ops.SUM, Ops.MEAN, Ops.MAX, Ops.MIN);

  private final GraphBuilder g;
  private final List<Value> totals = new ArrayList<>();
  private final String text;

  MetricFormula(GraphBuilder g, Value metric) {
    this.g = g;
    String formula = formula(metric, 0);
    if (formula == null || formula.length() > LONGEST) {
      totals.clear();
      totals.add(metric);
      formula = "average(0)";
    }
    this.text = formula;
  }

  /** Values that are summed over batches. */
  List<Value> totals() {
    return totals;
  }

  String text() {
    return text;
  }

  /** The formula of a value that has no batch; null if there is none. */
  private String formula(Value v, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    if (v.operands().stream().anyMatch(o -> o.shape().batched())) {
      return overBatch(v);
    }
    if (v.op() == Leaf.CONSTANT) {
      return Double.toString(v.attributes().number("value"));
    }
    if (v.op().kind() == OpKind.VIEW) {
      return formula(v.operand(0), depth + 1);
    }
    boolean reduced = REDUCTIONS.contains(v.op()) && size(v.shape()) == 1;
    if (!reduced && !(FUNCTIONS.contains(v.op()) && alike(v))) {
      return null;
    }
    List<String> arguments = new ArrayList<>();
    for (Value operand : v.operands()) {
      String argument = formula(operand, depth + 1);
      if (argument == null) {
        return null;
      }
      arguments.add(argument);
    }
    return v.op().name() + "(" + String.join(",", arguments) + ")";
  }

  /** What takes in the examples of a batch. */
  private String overBatch(Value v) {
    if (v.operands().stream().anyMatch(MetricFormula::ofStatistic)) {
      return null;
    }
    if (v.op() == Ops.MEAN) {
      Attributes axes = Attributes.of("axis", v.attributes().integers("axis"));
      Value sum = g.apply(Ops.SUM, v.attributes(), v.operands(), v.origin());
      Value count = g.apply(Ops.COUNT, axes, v.operands(), v.origin());
      return "divide(" + total(sum) + "," + total(count) + ")";
    }
    boolean sum = v.op() == Ops.SUM || v.op() == Ops.COUNT || v.op().kind() == OpKind.CONTRACTION;
    return sum && !v.shape().batched() ? total(v) : null;
  }

  private String total(Value v) {
    totals.add(v);
    return "total(" + (totals.size() - 1) + ")";
  }

  /**
   * Whether a value is made with a figure of its batch, such as a mean: each batch has another one,
   * so that sums of such values are no part of a sum over all examples. The batch statistics of
   * layers that keep running ones are none: evaluation does without.
   */
  private static boolean ofStatistic(Value value) {
    Set<Value> seen = new HashSet<>(Set.of(value));
    Deque<Value> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Value v = open.pop();
      List<Value> from = v.op() == Ops.IN_TRAINING ? List.of(v.operand(1)) : v.operands();
      if (!v.shape().batched() && from.stream().anyMatch(o -> o.shape().batched())) {
        return true;
      }
      from.stream().filter(seen::add).forEach(open::push);
    }
    return false;
  }

  /** Whether operands have one number, or as many as the result in the same order. */
  private static boolean alike(Value v) {
    long size = size(v.shape());
    return v.operands().stream().allMatch(o -> size(o.shape()) == 1 || (size(o.shape()) == size));
  }

  private static long size(Shape shape) {
    long size = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      size *= shape.size(axis);
    }
    return size;
  }
}
