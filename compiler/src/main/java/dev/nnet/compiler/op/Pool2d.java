package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.List;

/**
 * A reduction over small windows of images {@code [B, C, H, W]}. Attributes: {@code kernel}, {@code
 * stride} (the kernel's size if absent) and {@code padding}.
 */
abstract class Pool2d extends Op {
  Pool2d(String name) {
    super(
        name,
        OpKind.WINDOW,
        Signature.of("x")
            .with("kernel", Kind.SIZES)
            .with("stride", Kind.SIZES, Signature.ABSENT)
            .with("padding", Kind.PADDING, 0L));
  }

  /** What the window sees outside of the image, and the accumulator before the first element. */
  abstract float outside();

  abstract Expr update(Expr accumulator, Expr element);

  abstract Expr result(Expr accumulator, long taps);

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    if (x.rank() != 4 || !x.batched()) {
      throw new ShapeError(
          "NN213", name() + " wants images f32[B, C, H, W], but gets " + operands.get(0), null);
    }
    List<Window> windows = Window.of(name(), attributes, x.size(2), x.size(3));
    return Type.f32(
        x.with(2, Dim.of(windows.get(0).output())).with(3, Dim.of(windows.get(1).output())));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    PoolShape s = PoolShape.of(name(), operands.get(0).shape(), result.shape(), attributes);
    Local acc = new Local("acc");
    Expr read = new Expr.Read(acc);
    return new Definition(
        List.of(s.b, s.c, s.i, s.j),
        List.of(s.u, s.v),
        s.outputAt(),
        acc,
        Expr.constant(outside()),
        update(read, s.image(0, outside())),
        result(read, s.taps()));
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    List<Long> kernel = attributes.integers("kernel", 2);
    return result.shape().sizePerExample() * kernel.get(0) * kernel.get(1);
  }
}
