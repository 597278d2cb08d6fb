package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** An index, whole number or truth value as a number; it has no gradient. */
final class ToFloat extends Elementwise {
  ToFloat() {
    super("to_float", "convert", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return x.get(0);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[1];
  }
}
