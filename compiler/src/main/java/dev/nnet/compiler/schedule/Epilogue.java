package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Substitution;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes what follows a product element by element before the product is stored.
 *
 * <pre>
 * y[b, o] = acc                              y[b, o] = max(acc + bias[o], 0)
 * z[i, j] = max(y[i, j] + bias[j], 0)   =>
 * </pre>
 */
final class Epilogue extends Substitution {
  private final Nest product;
  private final Nest nest;
  private final List<Value> operands;
  private boolean fits = true;

  private Epilogue(Nest nest, Nest product, Map<Var, Affine> at) {
    super(at);
    this.nest = nest;
    this.product = product;
    this.operands = new ArrayList<>(product.operands());
  }

  /** The nest of both; null if an element of one does not need the same element of the other. */
  static Nest join(Nest nest, Nest product) {
    Definition d = nest.definition();
    Definition p = product.definition();
    if (!nest.value().type().equals(product.value().type())) {
      return null;
    }
    Map<Var, Affine> at = new HashMap<>();
    for (int i = 0; i < d.axes().size(); i++) {
      Var var = d.axes().get(i).var();
      if (!d.coordinates().get(i).equals(Affine.of(var))) {
        return null;
      }
      at.put(var, p.coordinates().get(i));
    }
    Epilogue epilogue = new Epilogue(nest, product, at);
    Expr result = epilogue.map(d.result());
    Definition joined =
        new Definition(
            p.axes(),
            p.reduced(),
            p.coordinates(),
            p.accumulator(),
            p.initial(),
            p.update(),
            result);
    return epilogue.fits
        ? new Nest(nest.value(), product.kind(), joined, epilogue.operands, nest.loop())
        : null;
  }

  /** Whether the nest's own element is read; a dimension of size 1 has only one. */
  private boolean sameElement(List<Expr.Coordinate> read) {
    Definition d = nest.definition();
    boolean same = read.size() == d.axes().size();
    for (int i = 0; same && i < read.size(); i++) {
      boolean single = d.axes().get(i).extent().equals(Extent.of(1));
      Affine at = read.get(i).numerator();
      same = at.equals(d.coordinates().get(i)) || single && at.equals(Affine.ZERO);
    }
    return same;
  }

  @Override
  public Expr access(Expr.Access access) {
    Value read = nest.operands().get(access.operand());
    if (read == product.value()) {
      fits &= sameElement(access.coordinates());
      return product.definition().result();
    }
    if (!operands.contains(read)) {
      operands.add(read);
    }
    List<Expr.Coordinate> moved = new ArrayList<>();
    for (Expr.Coordinate c : access.coordinates()) {
      moved.add(new Expr.Coordinate(map(c.numerator()), c.divisor()));
    }
    return new Expr.Access(operands.indexOf(read), moved, access.outside());
  }
}
