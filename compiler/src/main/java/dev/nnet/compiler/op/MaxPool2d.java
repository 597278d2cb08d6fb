package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * The largest element of each window; padding never wins. Its gradient goes to the first of equals.
 */
final class MaxPool2d extends Pool2d {
  MaxPool2d() {
    super("max_pool2d");
  }

  @Override
  float outside() {
    return Float.NEGATIVE_INFINITY;
  }

  @Override
  Expr update(Expr accumulator, Expr element) {
    return Expr.max(accumulator, element);
  }

  @Override
  Expr result(Expr accumulator, long taps) {
    return accumulator;
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(0).shape();
    Value winner = g.apply(Ops.MAX_POOL2D_WINNER, y.attributes(), y.operand(0), y);
    Attributes a = y.attributes().with("size", List.of(x.size(2), x.size(3)));
    return new Value[] {g.apply(Ops.MAX_POOL2D_GRADIENT, a, dy, winner)};
  }
}
