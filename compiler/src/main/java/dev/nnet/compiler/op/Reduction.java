package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.List;

/**
 * An op that reduces whole axes. Attributes: {@code axis}, the axes (not negative), and {@code
 * keep}, whether they stay as dimensions of size 1.
 */
abstract class Reduction extends Op {
  Reduction(String name) {
    super(
        name,
        OpKind.REDUCTION,
        Signature.of("x").with("axis", Kind.AXES).with("keep", Kind.BOOL, false));
  }

  /** The accumulator before the first element. */
  abstract Expr initial();

  /** The accumulator after one more element. */
  abstract Expr update(Expr accumulator, Expr element);

  /** The result, given the accumulator after {@code count} elements. */
  Expr result(Expr accumulator, Expr count) {
    return accumulator;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    List<Long> axes = attributes.integers("axis");
    if (!attributes.bool("keep")) {
      return Type.f32(x.without(axes));
    }
    Shape kept = x;
    for (long axis : axes) {
      kept = kept.with((int) axis, Dim.of(1));
    }
    return Type.f32(kept);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Long> reducedAxes = attributes.integers("axis");
    List<Axis> axes = new ArrayList<>();
    List<Axis> reduced = new ArrayList<>();
    List<Affine> from = new ArrayList<>();
    List<Affine> to = new ArrayList<>();
    Expr count = Expr.constant(1);
    List<Axis> all = Axes.of(operands.get(0).shape());
    for (int i = 0; i < all.size(); i++) {
      Axis axis = all.get(i);
      from.add(Axes.at(axis));
      if (!reducedAxes.contains((long) i)) {
        axes.add(axis);
        to.add(Axes.at(axis));
        continue;
      }
      reduced.add(axis);
      count = Expr.multiply(count, new Expr.Size(axis.extent()));
      if (attributes.bool("keep")) {
        to.add(Affine.ZERO);
      }
    }
    Local sum = new Local("acc");
    Expr acc = new Expr.Read(sum);
    return new Definition(
        axes, reduced, to, sum, initial(), update(acc, Axes.read(0, from)), result(acc, count));
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return operands.get(0).shape().sizePerExample();
  }

  /** {@code reduced}, which lacks the reduced axes, as a tensor of x's shape (undivided). */
  static Value spread(GraphBuilder g, Value y, Value reduced, boolean mean) {
    Attributes attributes =
        Attributes.of("axis", y.attributes().integers("axis"))
            .with("keep", y.attributes().bool("keep"))
            .with("mean", mean)
            .with("shape", y.operand(0).shape());
    return g.apply(Ops.SPREAD, attributes, reduced);
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return Axes.behind(this, attributes);
  }
}
