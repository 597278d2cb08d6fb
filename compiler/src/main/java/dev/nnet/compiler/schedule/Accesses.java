package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a definition reads. */
final class Accesses {
  private Accesses() {}

  /** All reads, in order. */
  static List<Expr.Access> of(Definition definition) {
    return in(definition.initial(), definition.update(), definition.result());
  }

  /** All reads of expressions, in order. */
  static List<Expr.Access> in(Expr... expressions) {
    List<Expr.Access> found = new ArrayList<>();
    ExprMap collector =
        new ExprMap() {
          @Override
          public Expr access(Expr.Access access) {
            found.add(access);
            map(access.row());
            return access;
          }
        };
    for (Expr e : expressions) {
      collector.map(e);
    }
    return found;
  }

  /** The least or greatest value of an index over all axes, none of which is the batch. */
  static long extreme(Definition definition, TimeLoop loop, Affine index, boolean greatest) {
    long sum = index.constant();
    for (Map.Entry<Var, Long> term : index.terms().entrySet()) {
      long last = size(definition, loop, term.getKey()) - 1;
      long c = term.getValue();
      sum += c > 0 == greatest ? c * last : 0;
    }
    return sum;
  }

  private static long size(Definition definition, TimeLoop loop, Var var) {
    if (loop != null && loop.step() == var) {
      return loop.extent().most();
    }
    for (List<Axis> axes : List.of(definition.axes(), definition.reduced())) {
      for (Axis axis : axes) {
        if (axis.var() == var) {
          return axis.extent().most();
        }
      }
    }
    throw new IllegalStateException("no axis " + var);
  }

  /** The definition that copies operand 0. */
  static Definition identity(Shape shape) {
    List<Axis> axes = new ArrayList<>();
    List<Affine> at = new ArrayList<>();
    List<Expr.Coordinate> from = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Axis axis = new Axis(new Var(shape.dim(i).known() ? "i" + i : "b"), shape.dim(i).extent());
      axes.add(axis);
      at.add(Affine.of(axis.var()));
      from.add(Expr.Coordinate.of(Affine.of(axis.var())));
    }
    return Definition.pointwise(axes, at, new Expr.Access(0, from, 0f));
  }
}
