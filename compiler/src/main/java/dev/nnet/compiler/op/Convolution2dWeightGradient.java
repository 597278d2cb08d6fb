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
import java.util.List;

/**
 * The gradient of a convolution with respect to its weight: from {@code dy f32[B, out, ..]} and the
 * images to {@code f32[out, C / groups, kh, kw]}; attribute {@code kernel} holds kh and kw. Summed
 * over examples, then rows, then columns.
 */
final class Convolution2dWeightGradient extends Op {
  Convolution2dWeightGradient() {
    super("convolution2d_weight_gradient", OpKind.CONTRACTION, Signature.of("dy", "x"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    List<Long> kernel = attributes.integers("kernel");
    Dim out = operands.get(0).shape().dim(1);
    Dim in = Dim.of(operands.get(1).shape().size(1) / attributes.integer("groups"));
    return Type.f32(out, in, Dim.of(kernel.get(0)), Dim.of(kernel.get(1)));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    ConvolutionShape s =
        ConvolutionShape.of(
            operands.get(0).shape(), result.shape(), operands.get(1).shape(), attributes);
    return ConvolutionShape.sum(
        List.of(s.g, s.o, s.c, s.u, s.v),
        List.of(s.b, s.i, s.j),
        s.weightAt(),
        s.output(0),
        s.image(1));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(1).shape();
    Attributes toImage = y.attributes().with("size", List.of(x.size(2), x.size(3)));
    return new Value[] {
      g.apply(Ops.CONVOLUTION2D, y.attributes(), y.operand(1), dy),
      g.apply(Ops.CONVOLUTION2D_INPUT_GRADIENT, toImage, y.operand(0), dy)
    };
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    Shape w = result.shape();
    return 2 * operands.get(0).shape().sizePerExample() * w.size(1) * w.size(2) * w.size(3);
  }
}
