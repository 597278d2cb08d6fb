package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Coordinate;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;

/** Names for the axes of a definition, in one place: {@code b, c, y, x} or {@code b, i1, i2}. */
final class Axes {
  private Axes() {}

  static Axis axis(String name, long size) {
    return new Axis(new Var(name), Extent.of(size));
  }

  static Axis axis(String name, Dim dim) {
    return new Axis(new Var(name), dim.extent());
  }

  /** One axis for each dimension. */
  static List<Axis> of(Shape shape) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Dim dim = shape.dim(i);
      axes.add(axis(dim.known() ? "i" + i : "b", dim));
    }
    return axes;
  }

  static List<Affine> coordinates(List<Axis> axes) {
    return axes.stream().map(a -> Affine.of(a.var())).toList();
  }

  static Affine at(Axis axis) {
    return Affine.of(axis.var());
  }

  /** A read of an operand inside its bounds. */
  static Expr read(int operand, List<Affine> coordinates) {
    return new Expr.Access(operand, coordinates.stream().map(Coordinate::of).toList(), 0f);
  }

  static Expr read(int operand, Affine... coordinates) {
    return read(operand, List.of(coordinates));
  }

  /** An op over axes that count one more if the batch has another axis behind it. */
  static Op.OverSteps behind(Op op, Attributes attributes) {
    List<Long> axes = attributes.integers("axis");
    List<Long> moved = axes.stream().map(a -> a + 1).toList();
    return axes.contains(0L) ? null : new Op.OverSteps(op, attributes.with("axis", moved));
  }
}
