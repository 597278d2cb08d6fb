package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * x, once {@code after} is there: what is computed from it belongs to the loop of {@code after}.
 * Only {@code pass/Recomputation} makes it.
 */
final class Recompute extends Elementwise {
  Recompute() {
    super("recompute", "compute again", "x", "after");
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    return operands.get(0);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    return super.define(operands.subList(0, 1), result, attributes);
  }

  @Override
  Expr scalar(List<Expr> x) {
    return x.get(0);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {dy, null};
  }
}
