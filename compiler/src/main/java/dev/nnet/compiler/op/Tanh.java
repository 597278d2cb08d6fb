package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** The hyperbolic tangent; its gradient is dy (1 - y^2). */
final class Tanh extends Elementwise {
  Tanh() {
    super("tanh", "take tanh of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Call(Functions.TANH, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value square = g.apply(Ops.MULTIPLY, Attributes.NONE, y, y);
    Value slope = g.apply(Ops.SUBTRACT, Attributes.NONE, g.constant(1), square);
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, dy, slope)};
  }
}
