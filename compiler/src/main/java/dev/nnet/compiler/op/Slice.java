package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;

/**
 * The elements {@code from .. from + size - 1} of {@code axis}: the gradient of a concatenation.
 */
final class Slice extends AxisShift {
  Slice() {
    super("slice", OpKind.BROADCAST, "size", 1);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    int axis = (int) y.attributes().integer("axis");
    Attributes a =
        y.attributes()
            .with("whole", y.operand(0).shape().size(axis))
            .with("shape", y.operand(0).shape());
    return new Value[] {g.apply(Ops.PAD, a, dy)};
  }
}
