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
import java.util.ArrayList;
import java.util.List;

/** Adds {@code bias[n]} along one axis of size n: the bias of a convolution, {@code axis = 1}. */
final class BiasAdd extends Op {
  BiasAdd() {
    super("bias_add", OpKind.BROADCAST, Signature.of("x", "bias").with("axis", Kind.INT, 1L));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    Shape bias = operands.get(1).shape();
    int axis = (int) attributes.integer("axis");
    if (bias.rank() != 1 || axis >= x.rank() || !x.dim(axis).equals(bias.dim(0))) {
      throw new ShapeError(
          "NN213",
          "a bias of shape " + bias + " does not fit axis " + axis + " of " + operands.get(0),
          null);
    }
    return Type.f32(x);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr bias = Axes.read(1, at.get((int) attributes.integer("axis")));
    return Definition.pointwise(axes, at, Expr.add(Axes.read(0, at), bias));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    List<Long> others = new ArrayList<>();
    for (long i = 0; i < y.shape().rank(); i++) {
      if (i != y.attributes().integer("axis")) {
        others.add(i);
      }
    }
    Attributes a = Attributes.of("axis", others).with("keep", false);
    return new Value[] {dy, g.apply(Ops.SUM, a, dy)};
  }
}
