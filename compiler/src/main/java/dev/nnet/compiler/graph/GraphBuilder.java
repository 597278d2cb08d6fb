package dev.nnet.compiler.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds a {@link Graph} value by value; each is typed as it is built.
 *
 * <pre>
 * Value y = g.apply(Ops.TANH, List.of(x), Attributes.NONE, origin);
 * </pre>
 */
public final class GraphBuilder {
  private final List<Value> values = new ArrayList<>();
  private Origin origin;

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
    return add(op, List.of(), attributes, type, where);
  }

  /** A number as a scalar tensor. */
  public Value constant(double value) {
    return add(
        Leaf.CONSTANT, List.of(), Attributes.of("value", value), Type.f32(Shape.SCALAR), origin);
  }

  /** The values so far, in order. */
  public List<Value> values() {
    return List.copyOf(values);
  }

  private Value add(Op op, List<Value> operands, Attributes attributes, Type type, Origin where) {
    Value value = new Value(values.size(), op, operands, attributes, type, where);
    values.add(value);
    return value;
  }
}
