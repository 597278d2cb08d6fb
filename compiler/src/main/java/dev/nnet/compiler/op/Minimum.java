package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** The smaller of a and b; where they are equal, a takes the gradient. */
final class Minimum extends Elementwise {
  Minimum() {
    super("minimum", "take the minimum of", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.min(x.get(0), x.get(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value wins = g.apply(Ops.LESS, Attributes.NONE, y.operand(1), y.operand(0));
    Value zero = g.constant(0);
    Value da = g.apply(Ops.WHERE, Attributes.NONE, wins, zero, dy);
    Value db = g.apply(Ops.WHERE, Attributes.NONE, wins, dy, zero);
    return new Value[] {unbroadcast(g, da, y.operand(0)), unbroadcast(g, db, y.operand(1))};
  }
}
