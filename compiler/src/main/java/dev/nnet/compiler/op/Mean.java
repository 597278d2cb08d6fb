package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;

/** The mean over axes: the sum, divided once by the number of elements. */
final class Mean extends Reduction {
  Mean() {
    super("mean");
  }

  @Override
  Expr initial() {
    return Expr.constant(0);
  }

  @Override
  Expr update(Expr accumulator, Expr element) {
    return Expr.add(accumulator, element);
  }

  @Override
  Expr result(Expr accumulator, Expr count) {
    return Expr.divide(accumulator, count);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {spread(g, y, dy, true)};
  }
}
