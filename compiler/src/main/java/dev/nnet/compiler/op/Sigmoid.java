package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** 1 / (1 + e^-x); its gradient is dy y (1 - y). */
final class Sigmoid extends Elementwise {
  Sigmoid() {
    super("sigmoid", "take sigmoid of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Call(Functions.SIGMOID, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value rest = g.apply(Ops.SUBTRACT, Attributes.NONE, g.constant(1), y);
    Value slope = g.apply(Ops.MULTIPLY, Attributes.NONE, y, rest);
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, dy, slope)};
  }
}
