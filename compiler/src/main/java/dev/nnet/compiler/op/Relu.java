package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** max(x, 0) (Nair and Hinton, 2010); its gradient is dy where y > 0, else 0. */
final class Relu extends Elementwise {
  Relu() {
    super("relu", "take relu of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.max(x.get(0), Expr.constant(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value zero = g.constant(0);
    Value positive = g.apply(Ops.LESS, Attributes.NONE, zero, y);
    return new Value[] {g.apply(Ops.WHERE, Attributes.NONE, positive, dy, zero)};
  }
}
