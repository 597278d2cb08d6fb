package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the padding of sequences out of results: padding belongs to the dimension, so whatever
 * reduces a dimension knows which of its steps are there.
 *
 * <pre>
 * sum(x, axis=T)     =&gt;   sum(where(valid(T), x, 0), axis=T)
 * mean(x, axis=T)    =&gt;   that, divided by the number of valid steps
 * </pre>
 */
final class Masks {
  /** Below every float that a network should meet; what is added to it stays finite. */
  private static final double LEAST = -3e38;

  private final GraphBuilder g;
  private final Map<Dim, Value> lengths = new HashMap<>();

  Masks(GraphBuilder g) {
    this.g = g;
  }

  /** Says how long the sequences of a dimension are. */
  void add(Dim sequence, Value length) {
    lengths.put(sequence, length);
  }

  /** The axes that are sequences. */
  private static List<Integer> ragged(Shape shape, List<Long> among) {
    List<Integer> axes = new ArrayList<>();
    for (long axis : among) {
      if (shape.dim((int) axis).ragged()) {
        axes.add((int) axis);
      }
    }
    return axes;
  }

  /** A value of an op, which padding does not change. */
  Value apply(Op op, Attributes a, List<Value> operands, Origin origin) {
    boolean masked =
        op.kind() == OpKind.REDUCTION
            && a.has("axis")
            && !ragged(operands.get(0).shape(), a.integers("axis")).isEmpty();
    if (masked) {
      return reduce(op, a, operands.get(0), origin);
    }
    boolean product = op.kind() == OpKind.CONTRACTION;
    return g.apply(op, a, product ? factors(op, a, operands, origin) : operands, origin);
  }

  /** The factors of a product; where it sums over a sequence, padding is zero in all of them. */
  private List<Value> factors(Op op, Attributes a, List<Value> operands, Origin origin) {
    Shape result = op.infer(operands.stream().map(Value::type).toList(), a).shape();
    List<Value> factors = new ArrayList<>();
    for (Value operand : operands) {
      Value factor = operand;
      for (int axis = 0; axis < operand.shape().rank(); axis++) {
        Dim dim = operand.shape().dim(axis);
        if (dim.ragged() && !result.dims().contains(dim)) {
          Value valid = valid(Ops.VALID, operand.shape(), axis, origin);
          Value zero = g.at(origin).constant(0);
          factor = g.apply(Ops.WHERE, Attributes.NONE, List.of(valid, factor, zero), origin);
        }
      }
      factors.add(factor);
    }
    return factors;
  }

  private Value reduce(Op op, Attributes a, Value x, Origin origin) {
    List<Long> axes = a.integers("axis");
    List<Integer> ragged = ragged(x.shape(), axes);
    double neutral = op == Ops.MAX ? LEAST : op == Ops.MIN ? -LEAST : 0;
    Value masked = x;
    for (int axis : ragged) {
      Value valid = valid(Ops.VALID, x.shape(), axis, origin);
      Value other = g.at(origin).constant(neutral);
      masked = g.apply(Ops.WHERE, Attributes.NONE, List.of(valid, masked, other), origin);
    }
    if (op != Ops.MEAN) {
      return g.apply(op, a, List.of(masked), origin);
    }
    Attributes kept = a.with("keep", true);
    Value count = count(x, axes, ragged, kept, origin);
    Value sum = g.apply(Ops.SUM, kept, List.of(masked), origin);
    Value mean = g.apply(Ops.DIVIDE, Attributes.NONE, List.of(sum, count), origin);
    return a.bool("keep")
        ? mean
        : g.apply(Ops.SQUEEZE, Attributes.of("axis", axes), List.of(mean), origin);
  }

  /** How many elements are there, with all axes kept: those reduced have size 1. */
  private Value count(
      Value x, List<Long> axes, List<Integer> ragged, Attributes kept, Origin origin) {
    Value there = null;
    for (int axis : ragged) {
      Value valid = valid(Ops.VALID, x.shape(), axis, origin);
      there =
          there == null
              ? valid
              : g.apply(Ops.MULTIPLY, Attributes.NONE, List.of(there, valid), origin);
    }
    Value count = g.apply(Ops.SUM, kept, List.of(there), origin);
    double others = 1;
    for (long axis : axes) {
      Dim dim = x.shape().dim((int) axis);
      others *= dim.known() && !dim.ragged() ? dim.size() : 1;
    }
    return others == 1
        ? count
        : g.apply(
            Ops.MULTIPLY, Attributes.NONE, List.of(count, g.at(origin).constant(others)), origin);
  }

  /** Which steps of an axis are there, of a shape that fits the whole: {@code [B, 1, T, 1]}. */
  private Value valid(Op op, Shape shape, int axis, Origin origin) {
    Dim dim = shape.dim(axis);
    Attributes a = Attributes.of("shape", Shape.of(Dim.BATCH, dim));
    Value valid = g.apply(op, a, List.of(lengths.get(dim)), origin);
    List<Long> ones = new ArrayList<>();
    for (long i = 1; i < shape.rank(); i++) {
      if (i != axis) {
        ones.add(i);
      }
    }
    return ones.isEmpty()
        ? valid
        : g.apply(Ops.UNSQUEEZE, Attributes.of("axis", ones), List.of(valid), origin);
  }

  /** Axis 1 of a sequence at each example's own last step. */
  Value last(Value x, Origin origin) {
    Value here = valid(Ops.FINAL, x.shape(), 1, origin);
    Value zero = g.at(origin).constant(0);
    Value only = g.apply(Ops.WHERE, Attributes.NONE, List.of(here, x, zero), origin);
    Attributes a = Attributes.of("axis", List.of(1L)).with("keep", false);
    return g.apply(Ops.SUM, a, List.of(only), origin);
  }

  /** {@code x} where a step is there, else {@code otherwise}. */
  Value choose(Value x, Value otherwise, Origin origin) {
    Value valid = valid(Ops.VALID, x.shape(), 1, origin);
    return g.apply(Ops.WHERE, Attributes.NONE, List.of(valid, x, otherwise), origin);
  }

  private static boolean merges(Op op, Attributes a, int axis, Shape shape) {
    if (op == Ops.CONCAT || op == Ops.PAD) {
      return a.integers("axis").get(0) == axis;
    }
    if (op == Ops.SLICE) { // the first step is always there
      boolean first = a.integer("from") == 0 && a.integer("size") == 1;
      return a.integer("axis") == axis && !first;
    }
    return op == Ops.FLATTEN
        || op == Ops.RESHAPE && !a.has("like") // else the result keeps the sequence
        || op == Ops.LOCATE && a.integers("axis").contains((long) axis);
  }

  /** What would make steps that are there and padding one dimension. */
  static void checkMerging(Op op, Attributes a, List<Value> operands, Span at) {
    for (Value v : operands) {
      for (int axis = 0; axis < v.shape().rank(); axis++) {
        Dim dim = v.shape().dim(axis);
        if (dim.ragged() && merges(op, a, axis, v.shape())) {
          throw Problem.of(
              "NN306",
              at,
              op + " would mix valid and padded steps of the sequence " + dim,
              "`last`, `mean(axis=" + dim + ")`, or `max(axis=" + dim + ")`");
        }
      }
    }
  }
}
