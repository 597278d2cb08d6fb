package dev.nnet.compiler.graph;

import java.util.List;

/**
 * One value of the graph: the result of an op. Identity matters; {@code id} is its place in the
 * order of building.
 */
public final class Value {
  private final int id;
  private final Op op;
  private final List<Value> operands;
  private final Attributes attributes;
  private final Type type;
  private final Origin origin;

  Value(int id, Op op, List<Value> operands, Attributes attributes, Type type, Origin origin) {
    this.id = id;
    this.op = op;
    this.operands = List.copyOf(operands);
    this.attributes = attributes;
    this.type = type;
    this.origin = origin;
  }

  public int id() {
    return id;
  }

  public Op op() {
    return op;
  }

  public List<Value> operands() {
    return operands;
  }

  public Value operand(int index) {
    return operands.get(index);
  }

  public Attributes attributes() {
    return attributes;
  }

  public Type type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  public Origin origin() {
    return origin;
  }

  public List<Type> operandTypes() {
    return operands.stream().map(Value::type).toList();
  }

  /** {@code %12}: how printers name it. */
  @Override
  public String toString() {
    return "%" + id;
  }
}
