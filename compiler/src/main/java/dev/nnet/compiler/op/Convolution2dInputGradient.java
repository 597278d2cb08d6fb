package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Definition;
import java.util.List;

/**
 * The gradient of a convolution with respect to its images, which is also the transposed
 * convolution (Dumoulin and Visin, "A guide to convolution arithmetic", 2016, section 4): from
 * {@code dy f32[B, out, ..]} and {@code weight f32[out, C / groups, kh, kw]} to {@code f32[B, C, H,
 * W]}; attribute {@code size} holds H and W.
 */
final class Convolution2dInputGradient extends Op {
  Convolution2dInputGradient() {
    super(
        "convolution2d_input_gradient",
        OpKind.CONTRACTION,
        Signature.of("dy", "weight")
            .with("size", Kind.SIZES)
            .with("stride", Kind.SIZES, 1L)
            .with("padding", Kind.PADDING, 0L)
            .with("dilation", Kind.SIZES, 1L)
            .with("groups", Kind.INT, 1L));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    List<Long> size = attributes.integers("size", 2);
    Shape dy = operands.get(0).shape();
    Shape weight = operands.get(1).shape();
    boolean ranks = dy.rank() == 4 && dy.batched() && weight.rank() == 4;
    if (!ranks || !weight.dim(0).equals(dy.dim(1))) {
      throw new ShapeError(
          "NN213",
          "a transposed convolution wants images f32[B, C, H, W] and a weight for C channels, but"
              + " gets "
              + operands.get(0)
              + " and "
              + operands.get(1),
          null);
    }
    Convolution2d.checkGroups(attributes.integer("groups"), dy.size(1), dy.size(1));
    List<Window> windows = ConvolutionShape.windows(weight, size.get(0), size.get(1), attributes);
    if (windows.get(0).output() != dy.size(2) || windows.get(1).output() != dy.size(3)) {
      throw new ShapeError(
          "NN213",
          "no convolution takes "
              + size.get(0)
              + " x "
              + size.get(1)
              + " pixels to "
              + dy.size(2)
              + " x "
              + dy.size(3),
          "output_padding is less than the stride");
    }
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
