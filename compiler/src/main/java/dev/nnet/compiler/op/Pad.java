package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import java.util.ArrayList;
import java.util.List;

/** The gradient of a slice: x at {@code from} of an axis of size {@code whole}, zeros around it. */
final class Pad extends Op {
  Pad() {
    super("pad", OpKind.MOVE, Signature.of("x"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    int axis = (int) attributes.integer("axis");
    return Type.f32(operands.get(0).shape().with(axis, Dim.of(attributes.integer("whole"))));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    int axis = (int) attributes.integer("axis");
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    List<Affine> from = new ArrayList<>(at);
    from.set(axis, at.get(axis).plus(-attributes.integer("from")));
    return Definition.pointwise(axes, at, Axes.read(0, from));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(Ops.SLICE, y.attributes(), dy)};
  }
}
