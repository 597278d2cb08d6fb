package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;

/** Multiplies by {@code scale[n]} along one axis of size n: a factor for each channel. */
final class ScaleAxis extends AlongAxis {
  ScaleAxis() {
    super("scale_axis", "scale");
  }

  @Override
  Expr scalar(Expr x, Expr scale) {
    return Expr.multiply(x, scale);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value dx = g.apply(this, y.attributes(), dy, y.operand(1));
    Value product = g.apply(Ops.MULTIPLY, Attributes.NONE, dy, y.operand(0));
    return new Value[] {dx, sum(g, y, product)};
  }
}
