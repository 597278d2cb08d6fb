package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** ln x; its gradient is dy / x. */
final class Log extends Elementwise {
  Log() {
    super("log", "take log of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Call(Functions.LOG, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(Ops.DIVIDE, Attributes.NONE, dy, y.operand(0))};
  }
}
