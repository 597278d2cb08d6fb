package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** e^x; its gradient is dy y. */
final class Exp extends Elementwise {
  Exp() {
    super("exp", "take exp of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Call(Functions.EXP, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, dy, y)};
  }
}
