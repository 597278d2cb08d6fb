package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;

/** The sum over axes, added in order, the last axis fastest. */
final class Sum extends Reduction {
  Sum() {
    super("sum");
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
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {spread(g, y, dy, false)};
  }
}
