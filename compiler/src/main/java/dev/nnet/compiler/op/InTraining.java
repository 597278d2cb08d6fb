package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * {@code x} in the training program, {@code otherwise} in all others. {@code pass/Specialise}
 * replaces it by one of both; taken as it stands it is {@code otherwise}.
 */
final class InTraining extends Elementwise {
  InTraining() {
    super("in_training", "choose between", "x", "otherwise");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return x.get(1);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {null, unbroadcast(g, dy, y.operand(1))};
  }
}
