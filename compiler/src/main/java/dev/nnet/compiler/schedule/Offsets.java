package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/** Logical coordinates to offsets in a tensor's layout. */
final class Offsets {
  private Offsets() {}

  static Affine of(Tensor tensor, List<Affine> coordinates) {
    Layout layout = tensor.layout();
    Affine offset = Affine.of(layout.origin());
    for (int i = 0; i < coordinates.size(); i++) {
      offset = offset.plus(coordinates.get(i).times(layout.strides().get(i)));
    }
    return offset;
  }

  /** A coordinate with a divisor counts in the layout's finer grid. */
  static Affine of(Tensor tensor, Expr.Access access) {
    Layout layout = tensor.layout();
    Affine offset = Affine.of(layout.origin());
    for (int i = 0; i < access.coordinates().size(); i++) {
      Expr.Coordinate c = access.coordinates().get(i);
      offset = offset.plus(c.numerator().times(layout.strides().get(i) / c.divisor()));
    }
    return offset;
  }
}
