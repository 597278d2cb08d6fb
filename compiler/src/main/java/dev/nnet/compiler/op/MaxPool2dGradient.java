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
 * The gradient of max pooling: each window's dy goes to its winner. Attribute {@code size} holds H
 * and W of the image.
 */
final class MaxPool2dGradient extends Op {
  MaxPool2dGradient() {
    super("max_pool2d_gradient", OpKind.WINDOW, Signature.of("dy", "winner"));
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
    PoolShape s = PoolShape.of("max_pool2d", result.shape(), y, attributes);
    Expr tap = new Expr.Index(s.tap());
    Expr zero = Expr.constant(0);
    if (s.tiles()) {
      Expr won = Expr.equal(Axes.read(1, s.outputAt()), tap);
      Expr dx = new Expr.Select(won, Axes.read(0, s.outputAt()), zero);
      return Definition.pointwise(List.of(s.b, s.c, s.i, s.u, s.j, s.v), s.tapAt(), dx);
    }
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    Expr won = Expr.equal(s.outputSeeing(1, -1f), tap);
    Expr update = Expr.add(acc, new Expr.Select(won, s.outputSeeing(0, 0f), zero));
    return new Definition(
        List.of(s.b, s.c, s.h, s.w), List.of(s.u, s.v), s.imageAt(), sum, zero, update, acc);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    throw new UnsupportedOperationException("max pooling is differentiated once");
  }
}
