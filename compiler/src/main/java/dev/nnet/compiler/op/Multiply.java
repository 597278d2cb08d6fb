package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** a b; its gradients are dy b and dy a. */
final class Multiply extends Elementwise {
  Multiply() {
    super("multiply", "multiply", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.multiply(x.get(0), x.get(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value da = g.apply(Ops.MULTIPLY, Attributes.NONE, dy, y.operand(1));
    Value db = g.apply(Ops.MULTIPLY, Attributes.NONE, dy, y.operand(0));
    return new Value[] {unbroadcast(g, da, y.operand(0)), unbroadcast(g, db, y.operand(1))};
  }
}
