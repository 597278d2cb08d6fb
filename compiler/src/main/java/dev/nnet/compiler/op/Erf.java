package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** The error function; its gradient is dy 2/sqrt(pi) e^(-x^2). */
final class Erf extends Elementwise {
  Erf() {
    super("erf", "take erf of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Call(Functions.ERF, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value x = y.operand(0);
    Value square = g.apply(Ops.MULTIPLY, Attributes.NONE, x, x);
    Value bell = g.apply(Ops.EXP, Attributes.NONE, g.apply(Ops.NEGATE, Attributes.NONE, square));
    Value slope = g.apply(Ops.MULTIPLY, Attributes.NONE, bell, g.constant(2 / Math.sqrt(Math.PI)));
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, dy, slope)};
  }
}
