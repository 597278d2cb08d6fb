package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves x by {@code from} elements along {@code axis} into a tensor of another size; what comes
 * from outside of x is zero.
 */
abstract class AxisShift extends Op {
  private final String size;
  private final int sign;

  /**
   * @param kind whether it reads inside of x alone
   * @param size the attribute with the result's size along the axis
   * @param sign of {@code from} in the place that is read
   */
  AxisShift(String name, OpKind kind, String size, int sign) {
    super(name, kind, Signature.of("x"));
    this.size = size;
    this.sign = sign;
  }

  @Override
  public final boolean callable() {
    return false;
  }

  @Override
  public final Type infer(List<Type> operands, Attributes attributes) {
    int axis = (int) attributes.integer("axis");
    if (attributes.has("shape")) {
      return Type.f32(attributes.shape("shape"));
    }
    return Type.f32(operands.get(0).shape().with(axis, Dim.of(attributes.integer(size))));
  }

  @Override
  public final Definition define(List<Type> operands, Type result, Attributes attributes) {
    int axis = (int) attributes.integer("axis");
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    List<Affine> from = new ArrayList<>(at);
    from.set(axis, at.get(axis).plus(sign * attributes.integer("from")));
    return Definition.pointwise(axes, at, Axes.read(0, from));
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    long axis = attributes.integer("axis");
    return axis > 0 ? new OverSteps(this, attributes.with("axis", axis + 1)) : null;
  }
}
