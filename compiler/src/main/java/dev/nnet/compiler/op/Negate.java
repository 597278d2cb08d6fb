package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** -x; its gradient is -dy. */
final class Negate extends Elementwise {
  Negate() {
    super("negate", "take negate of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.negate(x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(Ops.NEGATE, Attributes.NONE, dy)};
  }
}
