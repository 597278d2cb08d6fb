package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Substitution;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a product of vectors with a large matrix into panels, so that its weights are read from one
 * end of memory to the other: with few vectors a product is as fast as its weights arrive.
 *
 * <pre>
 * y[b, o] = sum x[b, i] * w[o, i]   =&gt;   y[b, 64k + l] = sum x[b, i] * panels[k, l, i]
 *
 * panels: for each k, for each i, 64 neighbours
 * </pre>
 */
final class Panels extends Substitution {
  /** Neighbours in a panel: what a register tile takes at a time. */
  private static final long WIDTH = 4 * Layout.LANES;

  /** Weights below stay in the nearest cache. */
  private static final long LEAST = 1 << 14;

  private final Nest nest;
  private final int matrix;
  private final boolean outputFirst;
  private final Axis output;
  private final Axis block;
  private final Axis lane;

  private Panels(Nest nest, Axis output, int matrix, boolean first, Axis block, Axis lane) {
    super(Map.of(output.var(), whole(block, lane)));
    this.nest = nest;
    this.matrix = matrix;
    this.outputFirst = first;
    this.output = output;
    this.block = block;
    this.lane = lane;
  }

  private static Affine whole(Axis block, Axis lane) {
    return Affine.of(block.var()).times(WIDTH).plus(Affine.of(lane.var()));
  }

  /**
   * The panels of a product of the batch's vectors with a matrix; null if the nest is something
   * else, or the matrix small.
   *
   * @param loops says whether the matrix is the same for all steps
   */
  static Panels of(Nest nest, Loops loops) {
    Definition d = nest.definition();
    List<Axis> several = d.axes().stream().filter(a -> !a.extent().equals(Extent.of(1))).toList();
    boolean product =
        nest.kind() == OpKind.CONTRACTION && several.size() == 2 && d.reduced().size() == 1;
    if (!product || !several.get(0).extent().equals(Extent.BATCH)) {
      return null;
    }
    Axis output = several.get(1);
    Axis reduced = d.reduced().get(0);
    boolean fixed =
        output.extent() instanceof Extent.Fixed && reduced.extent() instanceof Extent.Fixed;
    if (!fixed || output.extent().most() % WIDTH != 0 || output.extent().most() == WIDTH) {
      return null;
    }
    for (Expr.Access access : Accesses.of(d)) {
      Value read = nest.operands().get(access.operand());
      List<Affine> at = access.coordinates().stream().map(Expr.Coordinate::numerator).toList();
      Affine o = Affine.of(output.var());
      Affine i = Affine.of(reduced.var());
      boolean first = at.equals(List.of(o, i));
      boolean large = output.extent().most() * reduced.extent().most() >= LEAST;
      if ((first || at.equals(List.of(i, o))) && large && loops.of(read) == null) {
        Axis block = new Axis(new Var("k"), Extent.of(output.extent().most() / WIDTH));
        Axis lane = new Axis(new Var("l"), Extent.of(WIDTH));
        return new Panels(nest, output, access.operand(), first, block, lane);
      }
    }
    return null;
  }

  /** Which operand is the matrix. */
  int matrix() {
    return matrix;
  }

  /** The dimension of the matrix that the output runs over: panels of one are not the other's. */
  int outputDimension() {
    return outputFirst ? 0 : 1;
  }

  private Axis reduced() {
    return nest.definition().reduced().get(0);
  }

  Type type() {
    long blocks = block.extent().most();
    return Type.f32(Shape.of(blocks, WIDTH, reduced().extent().most()));
  }

  Layout layout() {
    return Layout.of(type(), List.of(0, 2), 1, Layout.Halo.none(3));
  }

  /** What fills the panels from the matrix, operand 0. */
  Definition packing() {
    List<Axis> axes = List.of(block, reduced(), lane);
    Affine o = whole(block, lane);
    Affine i = Affine.of(reduced().var());
    List<Affine> from = outputFirst ? List.of(o, i) : List.of(i, o);
    List<Expr.Coordinate> place = from.stream().map(Expr.Coordinate::of).toList();
    return Definition.pointwise(axes, at(), new Expr.Access(0, place, 0f));
  }

  private List<Affine> at() {
    return List.of(Affine.of(block.var()), Affine.of(lane.var()), Affine.of(reduced().var()));
  }

  /** The product over panels. */
  Definition product() {
    Definition d = nest.definition();
    List<Axis> axes = new ArrayList<>(List.of(block));
    d.axes().forEach(a -> axes.add(a == output ? lane : a));
    List<Affine> to = new ArrayList<>();
    d.coordinates().forEach(c -> to.add(map(c)));
    return new Definition(
        axes, d.reduced(), to, d.accumulator(), map(d.initial()), map(d.update()), map(d.result()));
  }

  @Override
  public Expr access(Expr.Access access) {
    if (access.operand() != matrix) {
      return super.access(access);
    }
    List<Expr.Coordinate> place = at().stream().map(Expr.Coordinate::of).toList();
    return new Expr.Access(matrix, place, 0f);
  }
}
