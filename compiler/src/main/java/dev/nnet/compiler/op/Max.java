package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;

/** The largest element over axes; elements that tie for it each take the whole gradient. */
final class Max extends Reduction {
  Max() {
    super("max");
  }

  @Override
  Expr initial() {
    return Expr.constant(Float.NEGATIVE_INFINITY);
  }

  @Override
  Expr update(Expr accumulator, Expr element) {
    return Expr.max(accumulator, element);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value reached = g.apply(Ops.EQUAL, Attributes.NONE, y.operand(0), spread(g, y, y, false));
    Value share = spread(g, y, dy, false);
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, share, reached)};
  }
}
