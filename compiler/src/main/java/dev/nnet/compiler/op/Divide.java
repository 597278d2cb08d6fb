package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** a / b; its gradients are dy / b and -dy y / b. */
final class Divide extends Elementwise {
  Divide() {
    super("divide", "divide", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.divide(x.get(0), x.get(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value da = g.apply(Ops.DIVIDE, Attributes.NONE, dy, y.operand(1));
    Value db = g.apply(Ops.NEGATE, Attributes.NONE, g.apply(Ops.MULTIPLY, Attributes.NONE, da, y));
    return new Value[] {unbroadcast(g, da, y.operand(0)), unbroadcast(g, db, y.operand(1))};
  }
}
