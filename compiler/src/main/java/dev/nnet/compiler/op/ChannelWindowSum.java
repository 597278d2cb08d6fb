package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Coordinate;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.List;

/**
 * The sum of {@code size} neighbouring channels, an odd number; there are zeros beyond the first
 * and the last. It is its own gradient.
 */
final class ChannelWindowSum extends Op {
  ChannelWindowSum() {
    super("channel_window_sum", OpKind.WINDOW, Signature.of("x").with("size", Kind.INT));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    long size = attributes.integer("size");
    if (size < 1 || size % 2 == 0) {
      throw new ShapeError("NN212", "a window of channels has an odd size, not " + size, null);
    }
    if (x.rank() < 2) {
      throw new ShapeError("NN213", operands.get(0) + " has no channels", null);
    }
    return Type.f32(x);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    long size = attributes.integer("size");
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Axis tap = Axes.axis("u", size);
    List<Coordinate> from = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      Affine place = i == 1 ? at.get(i).plus(Axes.at(tap)).plus(-(size / 2)) : at.get(i);
      from.add(Coordinate.of(place));
    }
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    Expr update = Expr.add(acc, new Expr.Access(0, from, 0f));
    return new Definition(axes, List.of(tap), at, sum, Expr.constant(0), update, acc);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(this, y.attributes(), dy)};
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return attributes.integer("size") * result.shape().sizePerExample();
  }
}
