package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import java.util.Comparator;
import java.util.List;

/**
 * The axis that runs in vector lanes: the longest along which the result is consecutive and every
 * operand consecutive or the same.
 *
 * @param overrun turns more than the axis has, over the padding of the result's innermost
 *     dimension, where they write zeros; 0 if the axis ends before
 */
record Lane(Axis axis, long overrun) {
  /** The lanes of the narrowest vectors: below, nothing is gained. */
  static final long LEAST = 4;

  /** Null if no axis fits. */
  static Lane of(Cluster cluster, Addressed nest) {
    List<Affine> loads = nest.loads();
    Axis axis =
        nest.axes().stream()
            .filter(a -> a.extent() instanceof Extent.Fixed f && f.size() >= LEAST)
            .filter(a -> nest.at().coefficient(a.var()) == 1)
            .filter(a -> loads.stream().allMatch(l -> (l.coefficient(a.var()) & ~1L) == 0))
            .max(Comparator.comparingLong(Lane::size))
            .orElse(null);
    if (axis == null) {
      return null;
    }
    long padded = cluster.result().layout().lanes();
    boolean covers =
        padded > size(axis)
            && wholeInner(cluster.result(), axis, cluster.definition().coordinates())
            && operandsPadded(cluster, axis, padded)
            && Padding.staysZero(cluster, axis, size(axis), padded);
    return new Lane(axis, covers ? padded - size(axis) : 0);
  }

  private static long size(Axis axis) {
    return ((Extent.Fixed) axis.extent()).size();
  }

  long size() {
    return size(axis);
  }

  /** Turns with overrun. */
  long reach() {
    return size() + overrun;
  }

  /** Whether the axis is the innermost dimension from end to end. */
  private static boolean wholeInner(Tensor tensor, Axis axis, List<Affine> coordinates) {
    int inner = tensor.layout().inner();
    return inner >= 0
        && coordinates.get(inner).coefficient(axis.var()) == 1
        && tensor.innerSize() == size(axis);
  }

  private static boolean operandsPadded(Cluster cluster, Axis axis, long padded) {
    for (Expr.Access access : Accesses.of(cluster.definition())) {
      Tensor operand = cluster.operands().get(access.operand());
      boolean uses = access.coordinates().stream().anyMatch(c -> c.numerator().uses(axis.var()));
      List<Affine> at = access.coordinates().stream().map(Expr.Coordinate::numerator).toList();
      boolean fits = operand.layout().lanes() >= padded && wholeInner(operand, axis, at);
      if (uses && !(fits && starts(cluster, at.get(operand.layout().inner()), axis))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an index is the axis and nothing else, so that both begin at 0. */
  private static boolean starts(Cluster cluster, Affine index, Axis axis) {
    Affine rest = index.substitute(axis.var(), Affine.ZERO);
    Definition d = cluster.definition();
    return Accesses.extreme(d, cluster.loop(), rest, false) == 0
        && Accesses.extreme(d, cluster.loop(), rest, true) == 0;
  }
}
