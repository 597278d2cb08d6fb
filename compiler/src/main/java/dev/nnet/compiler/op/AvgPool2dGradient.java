package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.List;

/**
 * The gradient of average pooling: each window's dy, divided among its elements. Attribute {@code
 * size} holds H and W of the image.
 */
final class AvgPool2dGradient extends Op {
  AvgPool2dGradient() {
    super("avg_pool2d_gradient", OpKind.WINDOW, Signature.of("dy"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    List<Long> size = attributes.integers("size");
    return Type.f32(
        operands.get(0).shape().with(2, Dim.of(size.get(0))).with(3, Dim.of(size.get(1))));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    Shape y = operands.get(0).shape();
    PoolShape s = PoolShape.of("avg_pool2d", result.shape(), y, attributes);
    Expr share = Expr.constant(1.0 / s.taps());
    if (s.tiles()) {
      Expr dx = Expr.multiply(Axes.read(0, s.outputAt()), share);
      return Definition.pointwise(List.of(s.b, s.c, s.i, s.u, s.j, s.v), s.tapAt(), dx);
    }
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    return new Definition(
        List.of(s.b, s.c, s.h, s.w),
        List.of(s.u, s.v),
        s.imageAt(),
        sum,
        Expr.constant(0),
        Expr.add(acc, s.outputSeeing(0, 0f)),
        Expr.multiply(acc, share));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {
      g.apply(Ops.AVG_POOL2D, new Attributes(without(y.attributes(), "size")), dy)
    };
  }

  private static java.util.Map<String, Object> without(Attributes a, String name) {
    java.util.Map<String, Object> rest = new java.util.TreeMap<>(a.values());
    rest.remove(name);
    return rest;
  }
}
