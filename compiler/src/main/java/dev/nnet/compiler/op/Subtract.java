package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** a - b. */
final class Subtract extends Elementwise {
  Subtract() {
    super("subtract", "subtract", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.subtract(x.get(0), x.get(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value db = g.apply(Ops.NEGATE, Attributes.NONE, dy);
    return new Value[] {unbroadcast(g, dy, y.operand(0)), unbroadcast(g, db, y.operand(1))};
  }
}
