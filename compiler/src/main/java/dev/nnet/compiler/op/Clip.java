package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * x, but at least {@code low} and at most {@code high}; its gradient is dy where y lies between
 * them, else 0. Backward needs y alone, which whatever follows has stored anyway.
 */
final class Clip extends Op {
  Clip() {
    super(
        "clip",
        OpKind.ELEMENTWISE,
        Signature.of("x").with("low", Kind.FLOAT).with("high", Kind.FLOAT));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    if (!(attributes.number("low") <= attributes.number("high"))) {
      throw new ShapeError(
          "NN212",
          "clip from " + attributes.number("low") + " to " + attributes.number("high"),
          "clip(x, low=0, high=6)");
    }
    return Type.f32(operands.get(0).shape());
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr x = Axes.read(0, at);
    Expr low = Expr.constant(attributes.number("low"));
    Expr high = Expr.constant(attributes.number("high"));
    Expr above = new Expr.Select(Expr.less(high, x), high, x);
    return Definition.pointwise(axes, at, new Expr.Select(Expr.less(x, low), low, above));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value zero = g.constant(0);
    Value low = g.constant(y.attributes().number("low"));
    Value high = g.constant(y.attributes().number("high"));
    Value above = g.apply(Ops.LESS, Attributes.NONE, low, y);
    Value below = g.apply(Ops.LESS, Attributes.NONE, y, high);
    Value inner = g.apply(Ops.WHERE, Attributes.NONE, below, dy, zero);
    return new Value[] {g.apply(Ops.WHERE, Attributes.NONE, above, inner, zero)};
  }
}
