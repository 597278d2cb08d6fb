package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves x along {@code axis} into a tensor of another size; what comes from outside of x is zero.
 */
abstract class AxisShift extends Op {
  /**
   * @param kind whether it reads inside of x alone
   */
  AxisShift(String name, OpKind kind, Signature signature) {
    super(name, kind, signature);
  }

  /** The result's size along the axis. */
  abstract long size(long of, Attributes attributes);

  /** The place of x that comes first in the result; negative if that is something else. */
  abstract long from(Attributes attributes);

  static int axis(Attributes attributes) {
    return Math.toIntExact(attributes.integers("axis").get(0));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    if (attributes.has("shape")) {
      return Type.f32(attributes.shape("shape"));
    }
    int axis = axis(attributes);
    Shape x = operands.get(0).shape();
    return Type.f32(x.with(axis, Dim.of(size(x.size(axis), attributes))));
  }

  @Override
  public final Definition define(List<Type> operands, Type result, Attributes attributes) {
    int axis = axis(attributes);
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    List<Affine> from = new ArrayList<>(at);
    from.set(axis, at.get(axis).plus(from(attributes)));
    return Definition.pointwise(axes, at, Axes.read(0, from));
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    long axis = axis(attributes);
    return axis > 0 ? new OverSteps(this, attributes.with("axis", axis + 1)) : null;
  }
}
