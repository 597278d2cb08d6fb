package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;

/** The gradient of a slice: x at {@code from} of an axis of size {@code whole}, zeros around it. */
final class Pad extends AxisShift {
  Pad() {
    super("pad", OpKind.MOVE, "whole", -1);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(Ops.SLICE, y.attributes(), dy)};
  }
}
