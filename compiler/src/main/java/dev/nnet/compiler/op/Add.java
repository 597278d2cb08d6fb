package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** a + b. */
final class Add extends Elementwise {
  Add() {
    super("add", "add", "a", "b");
  }

  @Override
  Expr scalar(List<Expr> x) {
    return Expr.add(x.get(0), x.get(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {unbroadcast(g, dy, y.operand(0)), unbroadcast(g, dy, y.operand(1))};
  }
}
