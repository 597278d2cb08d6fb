package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * The mean of each window. Padding counts as zeros and the divisor is always the kernel's size, as
 * in PyTorch's default.
 */
final class AvgPool2d extends Pool2d {
  AvgPool2d() {
    super("avg_pool2d");
  }

  @Override
  float outside() {
    return 0f;
  }

  @Override
  Expr update(Expr accumulator, Expr element) {
    return Expr.add(accumulator, element);
  }

  @Override
  Expr result(Expr accumulator, long taps) {
    return Expr.multiply(accumulator, Expr.constant(1.0 / taps));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(0).shape();
    Attributes a = y.attributes().with("size", List.of(x.size(2), x.size(3)));
    return new Value[] {g.apply(Ops.AVG_POOL2D_GRADIENT, a, dy)};
  }
}
