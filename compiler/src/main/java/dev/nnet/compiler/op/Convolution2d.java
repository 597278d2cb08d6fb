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
import java.util.StringJoiner;

/**
 * Two-dimensional convolution (cross-correlation) of images {@code f32[B, C, H, W]} with {@code
 * weight f32[out, C / groups, kh, kw]}:
 *
 * <pre>
 * y[b, o, i, j] = sum over u, v, c of weight[o, c, u, v] x[b, g(o) C/groups + c, i s + u d - p, j s + v d - p]
 * </pre>
 *
 * (Dumoulin and Visin, "A guide to convolution arithmetic", 2016, relationship 14.) Outside of the
 * image x is 0.
 */
final class Convolution2d extends Op {
  Convolution2d() {
    super(
        "convolution2d",
        OpKind.CONTRACTION,
        Signature.of("x", "weight")
            .with("stride", Kind.SIZES, 1L)
            .with("padding", Kind.PADDING, 0L)
            .with("dilation", Kind.SIZES, 1L)
            .with("groups", Kind.INT, 1L));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    Shape weight = operands.get(1).shape();
    if (x.rank() != 4 || !x.batched() || weight.rank() != 4) {
      throw new ShapeError(
          "NN213", "a convolution wants images f32[B, C, H, W], but gets " + operands.get(0), null);
    }
    checkGroups(attributes.integer("groups"), x.size(1), weight.size(0));
    if (weight.size(1) * attributes.integer("groups") != x.size(1)) {
      throw new ShapeError(
          "NN213",
          "the weight " + operands.get(1) + " does not fit " + x.size(1) + " input channels",
          null);
    }
    List<Window> windows = ConvolutionShape.windows(weight, x.size(2), x.size(3), attributes);
    return Type.f32(
        x.with(1, weight.dim(0))
            .with(2, Dim.of(windows.get(0).output()))
            .with(3, Dim.of(windows.get(1).output())));
  }

  static void checkGroups(long groups, long in, long out) {
    boolean inFits = groups > 0 && in % groups == 0;
    boolean outFits = groups > 0 && out % groups == 0;
    if (inFits && outFits) {
      return;
    }
    StringJoiner possible = new StringJoiner(", ");
    for (long g = 1; g <= Math.min(in, out); g++) {
      if (in % g == 0 && out % g == 0) {
        possible.add(Long.toString(g));
      }
    }
    String rest =
        inFits
            ? "does not divide " + out + " output channels"
            : outFits
                ? "does not divide " + in + " input channels"
                : "divides neither " + in + " input channels nor " + out + " output channels";
    throw new ShapeError(
        "NN207", "groups=" + groups + " " + rest + "; possible: " + possible, null);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    ConvolutionShape s =
        ConvolutionShape.of(
            result.shape(), operands.get(1).shape(), operands.get(0).shape(), attributes);
    return ConvolutionShape.sum(
        List.of(s.b, s.g, s.o, s.i, s.j),
        List.of(s.u, s.v, s.c),
        s.outputAt(),
        s.weight(1),
        s.image(0));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(0).shape();
    Shape w = y.operand(1).shape();
    Attributes a = y.attributes();
    Attributes toImage = a.with("size", List.of(x.size(2), x.size(3)));
    Attributes toWeight = a.with("kernel", List.of(w.size(2), w.size(3)));
    return new Value[] {
      g.apply(Ops.CONVOLUTION2D_INPUT_GRADIENT, toImage, dy, y.operand(1)),
      g.apply(Ops.CONVOLUTION2D_WEIGHT_GRADIENT, toWeight, dy, y.operand(0))
    };
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    Shape w = operands.get(1).shape();
    return 2 * result.shape().sizePerExample() * w.size(1) * w.size(2) * w.size(3);
  }
}
