package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
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
 * Cuts a product with many weights into panels, so that its weights are read from one end of memory
 * to the other: with few vectors a product is as fast as its weights arrive, and a tile of a
 * convolution waits for every row of weights that lies far from the last one.
 *
 * <pre>
 * y[b, o] = sum x[b, i] * w[o, i]   =&gt;   y[b, 32k + l] = sum x[b, i] * panels[k, l, i]
 *
 * panels: for each k, for each i, 32 neighbours
 * </pre>
 *
 * Where a step of a loop reads its outputs as parts side by side, as the gates of an LSTM are, the
 * panels of the same place in all parts lie together: {@code y[b, 256g + 32k + l]}. So workers can
 * share the units of a step, each with all gates of its own.
 */
final class Panels extends Substitution {
  /** Weights below stay in the nearest cache. */
  private static final long LEAST = 1 << 14;

  /** Neighbours in a panel: what a register tile of several vectors or pixels takes at a time. */
  static final long WIDTH = 2 * Layout.LANES;

  private final Nest nest;
  private final int matrix;
  private final List<Integer> dims;
  private final Axis output;
  private final List<Axis> reduced;
  private final Cut cut;

  private Panels(
      Nest nest, int matrix, List<Integer> dims, Axis output, List<Axis> reduced, Cut cut) {
    super(Map.of(output.var(), cut.whole()));
    this.nest = nest;
    this.matrix = matrix;
    this.dims = dims;
    this.output = output;
    this.reduced = reduced;
    this.cut = cut;
  }

  /** Axes that together are the output. */
  private record Cut(Axis block, Axis part, Axis lane) {
    static Cut of(long outputs, long parts) {
      return new Cut(
          new Axis(new Var("k"), Extent.of(outputs / parts / WIDTH)),
          new Axis(new Var("g"), Extent.of(parts)),
          new Axis(new Var("l"), Extent.of(WIDTH)));
    }

    Affine whole() {
      long each = WIDTH * block.extent().most();
      return Affine.of(part.var())
          .times(each)
          .plus(Affine.of(block.var()).times(WIDTH))
          .plus(Affine.of(lane.var()));
    }

    List<Axis> around() {
      return List.of(block, part);
    }
  }

  /**
   * The panels of a product of the batch with a matrix; null if the nest is something else, or the
   * matrix small.
   *
   * @param output the place among the axes of the one that runs in lanes
   * @param loops says whether the matrix is the same for all steps
   * @param parts in which the output is read
   */
  static Panels of(Nest nest, int output, Loops loops, long parts) {
    Definition d = nest.definition();
    if (nest.kind() != OpKind.CONTRACTION || output < 0) {
      return null;
    }
    Axis axis = d.axes().get(output);
    List<Axis> several = several(d.axes());
    List<Axis> reduced = several(d.reduced());
    boolean fixed =
        several.stream().allMatch(a -> a.extent().equals(Extent.BATCH) || isFixed(a))
            && reduced.stream().allMatch(Panels::isFixed);
    long outputs = axis.extent().most();
    boolean cuts = fixed && isFixed(axis) && outputs % WIDTH == 0 && outputs > WIDTH;
    if (!cuts || !several.get(0).extent().equals(Extent.BATCH)) {
      return null;
    }
    List<Expr.Access> factors = Accesses.in(d.update());
    for (Expr.Access access : factors) {
      List<Integer> dims = dims(d, access, axis, reduced);
      boolean alone = factors.stream().noneMatch(f -> f != access && uses(f, axis));
      boolean once =
          Accesses.of(d).stream().filter(f -> f.operand() == access.operand()).count() == 1;
      boolean steady = loops.of(nest.operands().get(access.operand())) == null;
      if (dims != null && alone && once && steady && size(reduced) * outputs >= LEAST) {
        boolean whole = outputs % (parts * WIDTH) == 0;
        Cut cut = Cut.of(outputs, whole ? parts : 1);
        return new Panels(nest, access.operand(), dims, axis, reduced, cut);
      }
    }
    return null;
  }

  private static List<Axis> several(List<Axis> axes) {
    return axes.stream().filter(a -> !a.extent().equals(Extent.of(1))).toList();
  }

  private static long size(List<Axis> axes) {
    return axes.stream().mapToLong(a -> a.extent().most()).reduce(1, (a, b) -> a * b);
  }

  private static boolean isFixed(Axis axis) {
    return axis.extent() instanceof Extent.Fixed;
  }

  private static boolean uses(Expr.Access access, Axis axis) {
    return access.coordinates().stream().anyMatch(c -> c.numerator().uses(axis.var()));
  }

  /** The dimensions of a matrix of an output and a sum, in this order; null if it is none. */
  private static List<Integer> dims(
      Definition d, Expr.Access access, Axis output, List<Axis> reduced) {
    List<Affine> at = places(d, access);
    List<Integer> dims = new ArrayList<>(List.of(at.indexOf(Affine.of(output.var()))));
    reduced.forEach(r -> dims.add(at.indexOf(Affine.of(r.var()))));
    boolean exact = access.coordinates().stream().allMatch(c -> c.divisor() == 1);
    long others = at.stream().filter(a -> !a.equals(Affine.ZERO)).count();
    return !exact || dims.contains(-1) || others != dims.size() ? null : dims;
  }

  /** Where an access reads, without the axes of extent 1. */
  private static List<Affine> places(Definition d, Expr.Access access) {
    List<Axis> single = new ArrayList<>(d.axes());
    single.addAll(d.reduced());
    single.removeIf(a -> !a.extent().equals(Extent.of(1)));
    List<Affine> places = new ArrayList<>();
    for (Expr.Coordinate c : access.coordinates()) {
      Affine place = c.numerator();
      for (Axis axis : single) {
        place = place.substitute(axis.var(), Affine.ZERO);
      }
      places.add(place);
    }
    return places;
  }

  /** Which operand is the matrix. */
  int matrix() {
    return matrix;
  }

  /** Products that agree in it share their panels. */
  Object key() {
    return List.of(dims, cut.part().extent());
  }

  Type type() {
    List<Long> sizes = new ArrayList<>();
    cut.around().forEach(a -> sizes.add(a.extent().most()));
    sizes.add(WIDTH);
    reduced.forEach(r -> sizes.add(r.extent().most()));
    return Type.f32(Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()));
  }

  Layout layout() {
    Type type = type();
    int lane = cut.around().size();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < type.shape().rank(); i++) {
      if (i != lane) {
        order.add(i);
      }
    }
    return Layout.of(type, order, lane, Layout.Halo.none(type.shape().rank()));
  }

  /** What fills the panels from the matrix, operand 0. */
  Definition packing(int rank) {
    List<Axis> axes = new ArrayList<>(cut.around());
    axes.addAll(reduced);
    axes.add(cut.lane());
    List<Expr.Coordinate> from = new ArrayList<>();
    for (int dim = 0; dim < rank; dim++) {
      int place = dims.indexOf(dim);
      Affine at =
          place < 0
              ? Affine.ZERO
              : place == 0 ? cut.whole() : Affine.of(reduced.get(place - 1).var());
      from.add(Expr.Coordinate.of(at));
    }
    return Definition.pointwise(axes, at(), new Expr.Access(0, from, 0f));
  }

  private List<Affine> at() {
    List<Affine> at = new ArrayList<>();
    cut.around().forEach(a -> at.add(Affine.of(a.var())));
    at.add(Affine.of(cut.lane().var()));
    reduced.forEach(r -> at.add(Affine.of(r.var())));
    return at;
  }

  /** The product over panels. */
  Definition product() {
    Definition d = nest.definition();
    List<Axis> axes = new ArrayList<>(cut.around());
    d.axes().forEach(a -> axes.add(a == output ? cut.lane() : a));
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
