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
 * The gradient of a convolution with respect to its images, which is also the transposed
 * convolution: from {@code dy f32[B, out, ..]} and the weight to {@code f32[B, C, H, W]}; attribute
 * {@code size} holds H and W.
 */
final class Convolution2dInputGradient extends Op {
  Convolution2dInputGradient() {
    super("convolution2d_input_gradient", OpKind.CONTRACTION, Signature.of("dy", "weight"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    List<Long> size = attributes.integers("size");
    Shape weight = operands.get(1).shape();
    Dim channels = Dim.of(weight.size(1) * attributes.integer("groups"));
    Dim batch = operands.get(0).shape().dim(0);
    return Type.f32(batch, channels, Dim.of(size.get(0)), Dim.of(size.get(1)));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    ConvolutionShape s =
        ConvolutionShape.of(
            operands.get(0).shape(), operands.get(1).shape(), result.shape(), attributes);
    return ConvolutionShape.sum(
        List.of(s.b, s.g, s.c, s.h, s.w),
        List.of(s.u, s.v, s.o),
        s.imageAt(),
        s.weight(1),
        s.outputSeeing(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape w = y.operand(1).shape();
    Attributes toWeight = y.attributes().with("kernel", List.of(w.size(2), w.size(3)));
    return new Value[] {
      g.apply(Ops.CONVOLUTION2D, y.attributes(), dy, y.operand(1)),
      g.apply(Ops.CONVOLUTION2D_WEIGHT_GRADIENT, toWeight, y.operand(0), dy)
    };
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    Shape w = operands.get(1).shape();
    return 2 * operands.get(0).shape().sizePerExample() * w.size(1) * w.size(2) * w.size(3);
  }
}
