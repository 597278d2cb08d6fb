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
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * Two or more tensors behind each other along {@code axis}, which is not negative. As a definition
 * it is a sum: each operand is zero where another one lies.
 */
final class Concat extends Op {
  Concat() {
    super("concat", OpKind.MOVE, Signature.of("a", "b").with("axis", Kind.AXES));
  }

  private static int axis(Attributes attributes) {
    return Math.toIntExact(attributes.integers("axis").get(0));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    int axis = axis(attributes);
    Shape first = operands.get(0).shape();
    long size = 0;
    for (Type operand : operands) {
      Shape shape = operand.shape();
      String both = operands.get(0) + " and " + operand;
      if (shape.rank() != first.rank()) {
        throw new ShapeError(
            "NN203",
            "cannot concatenate "
                + both
                + ": "
                + first.rank()
                + " and "
                + shape.rank()
                + " dimensions",
            hint(shape.rank() > first.rank() ? shape : first));
      }
      for (int i = 0; i < shape.rank(); i++) {
        Dim a = first.dim(i);
        Dim b = shape.dim(i);
        if (i != axis && a.ragged() && b.ragged() && !a.equals(b)) {
          throw new ShapeError(
              "NN210",
              a
                  + " and "
                  + b
                  + " are different sequences; concat along axis "
                  + axis
                  + " needs the same",
              "make one vector of each before: `last`, `mean(axis=" + b + ")`");
        }
      }
      boolean fits = axis < shape.rank() && shape.dim(axis).known();
      if (!fits || !shape.with(axis, first.dim(axis)).equals(first)) {
        throw new ShapeError(
            "NN201",
            "cannot concatenate " + both + " along axis " + axis,
            "all other axes must be equal");
      }
      size += shape.size(axis);
    }
    return Type.f32(first.with(axis, Dim.of(size)));
  }

  /** What to do where one tensor has more dimensions. */
  private static String hint(Shape more) {
    return more.dims().stream()
        .filter(Dim::ragged)
        .findFirst()
        .map(d -> "make one vector of the sequence first: `last`, `mean(axis=" + d + ")`")
        .orElse("unsqueeze what has fewer");
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    int axis = axis(attributes);
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr sum = null;
    long offset = 0;
    for (int i = 0; i < operands.size(); i++) {
      List<Affine> from = new ArrayList<>(at);
      from.set(axis, at.get(axis).plus(-offset));
      Expr element = Axes.read(i, from);
      sum = sum == null ? element : Expr.add(sum, element);
      offset += operands.get(i).shape().size(axis);
    }
    return Definition.pointwise(axes, at, sum);
  }

  @Override
  public List<Definition> parts(List<Type> operands, Type result, Attributes attributes) {
    int axis = axis(attributes);
    List<Definition> parts = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < operands.size(); i++) {
      List<Axis> axes = Axes.of(operands.get(i).shape());
      List<Affine> from = Axes.coordinates(axes);
      List<Affine> to = new ArrayList<>(from);
      to.set(axis, from.get(axis).plus(offset));
      parts.add(Definition.pointwise(axes, to, Axes.read(i, from)));
      offset += operands.get(i).shape().size(axis);
    }
    return parts;
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Value[] parts = new Value[y.operands().size()];
    long axis = axis(y.attributes());
    long from = 0;
    for (int i = 0; i < parts.length; i++) {
      long size = y.operand(i).shape().size((int) axis);
      Attributes a = Attributes.of("axis", axis).with("from", from).with("size", size);
      parts[i] = g.apply(Ops.SLICE, a, dy);
      from += size;
    }
    return parts;
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return varies.contains(false) ? null : Axes.behind(this, attributes);
  }
}
