package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.schedule.Layout.Halo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a nest wants to read an operand.
 *
 * @param inner the dimension that must be innermost; -1 if any will do
 * @param order the dimensions as the nest walks through them, the fastest last
 */
record Wish(Halo halo, int inner, List<Integer> order) {
  /**
   * What an access wants.
   *
   * @param shape of what is stored of the operand
   * @param lane the axis that runs in lanes, see {@link #lane}
   */
  static Wish of(Nest nest, Expr.Access access, Shape shape, int lane) {
    int inner = nest.kind() == OpKind.CONTRACTION ? inner(nest, access, lane) : -1;
    return new Wish(need(nest, access, shape), inner, walk(nest.definition(), access));
  }

  Wish join(Wish other) {
    return new Wish(halo.join(other.halo), Math.max(inner, other.inner), order);
  }

  /**
   * The axis that the result's innermost dimension runs over, as a place in the axes; -1 if none.
   */
  static int lane(Definition d, Tensor result) {
    if (result.layout().inner() < 0) {
      return -1;
    }
    Affine inner = d.coordinates().get(result.layout().inner());
    for (int i = 0; i < d.axes().size(); i++) {
      Axis axis = d.axes().get(i);
      boolean single = axis.extent().equals(Extent.of(1));
      if (!single && inner.coefficient(axis.var()) == 1) {
        return i;
      }
    }
    return -1;
  }

  /** The dimension of the operand that the lane axis runs over, which must be innermost. */
  private static int inner(Nest nest, Expr.Access access, int lane) {
    if (lane < 0) {
      return -1;
    }
    Axis axis = nest.definition().axes().get(lane);
    for (int dim = 0; dim < access.coordinates().size(); dim++) {
      if (access.coordinates().get(dim).numerator().uses(axis.var())) {
        return dim;
      }
    }
    return -1;
  }

  /** The operand's dimensions, those that only follow the result's axes first. */
  private static List<Integer> walk(Definition d, Expr.Access access) {
    List<Integer> order = new ArrayList<>();
    for (int dim = 0; dim < access.coordinates().size(); dim++) {
      order.add(dim);
    }
    order.sort(Comparator.comparingInt(dim -> fastest(d, access.coordinates().get(dim))));
    return order;
  }

  private static int fastest(Definition d, Expr.Coordinate coordinate) {
    int last = -1;
    for (int i = 0; i < d.reduced().size(); i++) {
      last = coordinate.numerator().uses(d.reduced().get(i).var()) ? i : last;
    }
    return last;
  }

  /** What lies outside of the operand's elements as this access sees it. */
  static Halo need(Nest nest, Expr.Access access, Shape shape) {
    Definition d = nest.definition();
    int rank = shape.rank();
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    List<Long> spacing = new ArrayList<>();
    for (int dim = 0; dim < rank; dim++) {
      Expr.Coordinate c = access.coordinates().get(dim);
      if (!shape.dim(dim).known()) {
        before.add(0L);
        after.add(0L);
        spacing.add(1L);
        continue;
      }
      long low = Accesses.extreme(d, nest.loop(), c.numerator(), false);
      long high = Accesses.extreme(d, nest.loop(), c.numerator(), true);
      before.add(Math.max(0, -low));
      after.add(Math.max(0, high - (shape.size(dim) - 1) * c.divisor()));
      spacing.add(c.divisor());
    }
    return new Halo(before, after, spacing, access.outside());
  }
}
