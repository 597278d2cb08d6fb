package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** The square root; its gradient is dy / (2 y). */
final class Sqrt extends Elementwise {
  Sqrt() {
    super("sqrt", "take sqrt of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return new Expr.Unary(Expr.Unary.Fn.SQRT, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value twice = g.apply(Ops.ADD, Attributes.NONE, y, y);
    return new Value[] {g.apply(Ops.DIVIDE, Attributes.NONE, dy, twice)};
  }
}
