package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** a where the condition is not 0, else b; the gradient goes to the one that was taken. */
final class Where extends Elementwise {
  Where() {
    super("where", "choose between", "condition", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Select(x.get(0), x.get(1), x.get(2));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value zero = g.constant(0);
    Value condition = y.operand(0);
    Value da = g.apply(Ops.WHERE, Attributes.NONE, condition, dy, zero);
    Value db = g.apply(Ops.WHERE, Attributes.NONE, condition, zero, dy);
    return new Value[] {null, unbroadcast(g, da, y.operand(1)), unbroadcast(g, db, y.operand(2))};
  }
}
