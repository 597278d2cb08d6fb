package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;

/** Adds {@code bias[n]} along one axis of size n: the bias of a convolution, {@code axis = 1}. */
final class BiasAdd extends AlongAxis {
  BiasAdd() {
    super("bias_add", "bias");
  }

  @Override
  Expr scalar(Expr x, Expr bias) {
    return Expr.add(x, bias);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {dy, sum(g, y, dy)};
  }
}
