package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a metric into what is summed over the examples of a batch and the formula of these sums,
 * so that it is exact over any number of batches.
 *
 * <pre>
 * sqrt(mean((x - y)^2))    =>    sqrt(divide(total(0),total(1)))
 *                                total 0: sum((x - y)^2)    total 1: the number of terms
 * </pre>
 *
 * A metric that is no such formula, because it needs a maximum over examples or a weight, is a mean
 * weighted by examples: {@code average(0)}.
 */
final class MetricFormula {
  /** What the runtime reads easily. */
  private static final int LONGEST = 4_000;

  private static final int DEEPEST = 14;

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
    boolean reduced = v.op().kind() == OpKind.REDUCTION && size(v.shape()) == 1;
    boolean elementwise =
        v.op().kind() == OpKind.ELEMENTWISE && v.operands().size() <= 2 && v.op() != Ops.WHERE;
    if (!reduced && !(elementwise && known(v) && alike(v))) {
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

  /** What the runtime computes. */
  private static boolean known(Value v) {
    return List.of(
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
            Ops.EQUAL)
        .contains(v.op());
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
