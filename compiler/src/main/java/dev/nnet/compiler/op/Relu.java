package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * 0 where x is negative, else x (Nair and Hinton, 2010); its gradient is dy where y > 0, else 0.
 *
 * <p>A choice, not a maximum: a vector maximum with Java's rules for NaN takes six instructions, a
 * choice two.
 */
final class Relu extends Elementwise {
  Relu() {
    super("relu", "take relu of", "x");
  }

  @Override
  Expr scalar(List<Expr> x) {
    Expr zero = Expr.constant(0);
    return new Expr.Select(Expr.less(x.get(0), zero), zero, x.get(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value zero = g.constant(0);
    Value positive = g.apply(Ops.LESS, Attributes.NONE, zero, y);
    return new Value[] {g.apply(Ops.WHERE, Attributes.NONE, positive, dy, zero)};
  }
}
