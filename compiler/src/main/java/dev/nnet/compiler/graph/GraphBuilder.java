package dev.nnet.compiler.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Builds a {@link Graph} value by value; each is typed as it is built.
 *
 * <pre>
 * Value y = g.apply(Ops.TANH, List.of(x), Attributes.NONE, origin);
 * </pre>
 */
public final class GraphBuilder {
  private final List<Value> all = new ArrayList<>();
  private List<Value> values = all;
  private Origin origin;

  /** The {@code remat} that is being built, 0 outside; and how many there were. */
  private int remat;

  private int remats;

  /** An empty graph. */
  public GraphBuilder() {}

  /** A graph that begins with these values: what is built is added to them. */
  public GraphBuilder(List<Value> begun) {
    values.addAll(begun);
  }

  /** The origin of values built by the two-argument {@code apply}: passes set it. */
  public GraphBuilder at(Origin where) {
    this.origin = where;
    return this;
  }

  public Origin origin() {
    return origin;
  }

  /** A value of {@code op}; throws {@link ShapeError} if the operands do not fit. */
  public Value apply(Op op, Attributes attributes, Value... operands) {
    return apply(op, attributes, List.of(operands), origin);
  }

  public Value apply(Op op, Attributes attributes, List<Value> operands, Origin where) {
    List<Type> types = operands.stream().map(Value::type).toList();
    return add(op, operands, attributes, op.infer(types, attributes), where);
  }

  /** An input, target, parameter or constant, as its attributes describe it. */
  public Value leaf(Leaf op, Type type, Attributes attributes, Origin where) {
    boolean kept = op == Leaf.PARAMETER || op == Leaf.STATE;
    return kept
        ? apart(all, () -> add(op, List.of(), attributes, type, where))
        : add(op, List.of(), attributes, type, where);
  }

  /**
   * Runs what builds one step of a loop: its values go to {@code body} and are no part of the
   * graph. Parameters are.
   */
  public <R> R apart(List<Value> body, Supplier<R> work) {
    List<Value> outer = values;
    values = body;
    try {
      return work.get();
    } finally {
      values = outer;
    }
  }

  /** Runs what builds values that backward computes once more, the outermost of them together. */
  public <R> R again(Supplier<R> work) {
    int outer = remat;
    remat = outer > 0 ? outer : ++remats;
    try {
      return work.get();
    } finally {
      remat = outer;
    }
  }

  /** Runs what belongs to the graph, also while a step is being built. */
  public <R> R outside(Supplier<R> work) {
    return apart(all, work);
  }

  /** A number as a scalar tensor. */
  public Value constant(double value) {
    return add(
        Leaf.CONSTANT, List.of(), Attributes.of("value", value), Type.f32(Shape.SCALAR), origin);
  }

  /** The values so far, in order. */
  public List<Value> values() {
    return List.copyOf(all);
  }

  private Value add(Op op, List<Value> operands, Attributes attributes, Type type, Origin where) {
    boolean inside = remat > 0 && where != null;
    Origin from = inside ? new Origin(where.span(), where.layer(), remat) : where;
    Value value = new Value(values.size(), op, operands, attributes, type, from);
    values.add(value);
    return value;
  }
}
