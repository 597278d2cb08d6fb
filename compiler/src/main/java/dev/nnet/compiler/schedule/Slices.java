package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import java.util.List;
import java.util.stream.Stream;

/**
 * In how many equal parts, side by side, the steps of a loop read a value.
 *
 * <pre>
 * y[i], y[i + 256], y[i + 512] for i &lt; 256      3 parts, if y has 768 elements
 * </pre>
 */
final class Slices {
  private Slices() {}

  /**
   * The number of parts in which what a nest makes is read; 1 if it is read in another way.
   *
   * @param lane the axis of the result that may have parts; below 0 for none
   * @param nests all there are
   */
  static long of(Nest nest, int lane, List<Nest> nests) {
    if (nest.loop() == null || lane < 0) {
      return 1;
    }
    Definition d = nest.definition();
    int dim = d.coordinates().indexOf(Affine.of(d.axes().get(lane).var()));
    return dim < 0 ? 1 : of(nest.value(), dim, nests);
  }

  private static long of(Value value, int dim, List<Nest> nests) {
    long size = 0;
    long part = 0;
    for (Nest nest : nests) {
      for (Expr.Access access : Accesses.of(nest.definition())) {
        if (nest.operands().get(access.operand()) != value) {
          continue;
        }
        Expr.Coordinate at = access.coordinates().get(dim);
        long length = at.divisor() == 1 ? length(nest.definition(), at.numerator()) : 0;
        long start = at.numerator().constant();
        if (length == 0 || start % length != 0 || part != 0 && part != length) {
          return 1;
        }
        part = length;
        size = Math.max(size, start + length);
      }
    }
    return part == 0 ? 1 : size / part;
  }

  /** How far an index runs that is an axis and a constant; 0 if it is something else. */
  private static long length(Definition d, Affine index) {
    Affine walk = index.plus(-index.constant());
    return Stream.concat(d.axes().stream(), d.reduced().stream())
        .filter(a -> a.extent() instanceof Extent.Fixed && walk.equals(Affine.of(a.var())))
        .mapToLong((Axis a) -> a.extent().most())
        .findFirst()
        .orElse(0);
  }
}
