package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** |x|; its gradient is dy sign(x), 0 at 0. */
final class Abs extends Elementwise {
  Abs() {
    super("abs", "take abs of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Unary(Expr.Unary.Fn.ABS, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value x = y.operand(0);
    Value zero = g.constant(0);
    Value positive = g.apply(Ops.LESS, Attributes.NONE, zero, x);
    Value negative = g.apply(Ops.LESS, Attributes.NONE, x, zero);
    Value sign = g.apply(Ops.SUBTRACT, Attributes.NONE, positive, negative);
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, dy, sign)};
  }
}
