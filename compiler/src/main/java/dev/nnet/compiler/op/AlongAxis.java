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

/**
 * An op of x and a vector {@code v[n]} that runs along one axis of size n; attribute {@code axis}.
 */
abstract class AlongAxis extends Op {
  AlongAxis(String name, String vector) {
    super(name, OpKind.BROADCAST, Signature.of("x", vector).with("axis", Kind.INT, 1L));
  }

  /** The result element, from x's and the vector's. */
  abstract Expr scalar(Expr x, Expr v);

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    Shape v = operands.get(1).shape();
    int axis = (int) attributes.integer("axis");
    if (v.rank() != 1 || axis < 0 || axis >= x.rank() || !x.dim(axis).equals(v.dim(0))) {
      throw new ShapeError(
          "NN213",
          "a "
              + signature().inputs().get(1)
              + " of shape "
              + v
              + " does not fit axis "
              + axis
              + " of "
              + operands.get(0),
          null);
    }
    return Type.f32(x);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr v = Axes.read(1, at.get((int) attributes.integer("axis")));
    return Definition.pointwise(axes, at, scalar(Axes.read(0, at), v));
  }

  /** A gradient of x's shape, summed over all axes but the vector's. */
  static Value sum(GraphBuilder g, Value y, Value gradient) {
    List<Long> others = new ArrayList<>();
    for (long i = 0; i < y.shape().rank(); i++) {
      if (i != y.attributes().integer("axis")) {
        others.add(i);
      }
    }
    Attributes a = Attributes.of("axis", others).with("keep", false);
    return g.apply(Ops.SUM, a, gradient);
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    long axis = attributes.integer("axis");
    boolean fits = axis > 0 && varies.get(0) && !varies.get(1);
    return fits ? new OverSteps(this, attributes.with("axis", axis + 1)) : null;
  }
}
