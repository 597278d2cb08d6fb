package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** 1 where a < b, else 0; it has no gradient. */
final class Less extends Elementwise {
  Less() {
    super("less", "compare", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.less(x.get(0), x.get(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[2];
  }
}
