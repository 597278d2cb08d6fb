package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the loop order of a cluster: which axis is split over threads, which runs in vector
 * lanes, which are unrolled into register tiles.
 *
 * <p>Only axes that are not reduced are vectorised or jammed, so no choice made here can change a
 * bit. The tile sizes come from the kernel laboratory in {@code benchmarks}.
 */
final class Tiling {
  /** Accumulators of a register tile at one vector each. */
  private static final int TILE = 10;

  /** Examples in a register tile, at most; chunks of a step are a multiple of it. */
  private static final int BATCH_TILE = 8;

  /** One loop, from the outside in. */
  record Loop(Var var, Extent extent, Mode mode, int factor, long overrun) {
    Loop(Var var, Extent extent, Mode mode, int factor) {
      this(var, extent, mode, factor, 0);
    }
  }

  private final Cluster cluster;
  private final Definition definition;
  private final List<Axis> axes;
  private final List<Loop> loops = new ArrayList<>();
  private Axis lane;
  private long laneExtent;
  private boolean coversPadding;

  private Tiling(Cluster cluster) {
    this.cluster = cluster;
    this.definition = cluster.definition();
    this.axes = definition.axes().stream().filter(a -> !a.extent().equals(Extent.of(1))).toList();
  }

  static Tiling of(Cluster cluster) {
    Tiling tiling = new Tiling(cluster);
    tiling.chooseLane();
    tiling.order();
    return tiling;
  }

  List<Loop> loops() {
    return loops;
  }

  /** Whether the nest also writes the padding of the result's innermost dimension, with zeros. */
  boolean coversPadding() {
    return coversPadding;
  }

  /** The size of the innermost dimension without its padding. */
  static long innerSize(Tensor tensor) {
    Shape shape = tensor.type().shape();
    int inner = tensor.layout().inner();
    return shape.dim(inner).known() ? shape.size(inner) : 1;
  }

  private void chooseLane() {
    Affine out = Offsets.of(cluster.result(), definition.coordinates());
    lane =
        axes.stream()
            .filter(a -> a.extent() instanceof Extent.Fixed)
            .filter(a -> out.coefficient(a.var()) == 1 && readsFit(a.var()))
            .max(Comparator.comparingLong(a -> size(a)))
            .orElse(null);
    if (lane == null) {
      return;
    }
    laneExtent = size(lane);
    long lanes = cluster.result().layout().lanes();
    if (lanes > laneExtent && wholeInner(cluster.result(), definition.coordinates())) {
      coversPadding = operandsPadded(lanes) && Padding.staysZero(cluster, lane, laneExtent, lanes);
      laneExtent = coversPadding ? lanes : laneExtent;
    }
  }

  private boolean readsFit(Var var) {
    for (Expr.Access access : Accesses.of(definition)) {
      long c = Offsets.of(cluster.operands().get(access.operand()), access).coefficient(var);
      if (c != 0 && c != 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether the lane axis is the innermost dimension from end to end. */
  private boolean wholeInner(Tensor tensor, List<Affine> coordinates) {
    int inner = tensor.layout().inner();
    return inner >= 0
        && coordinates.get(inner).coefficient(lane.var()) == 1
        && innerSize(tensor) == size(lane);
  }

  private boolean operandsPadded(long lanes) {
    for (Expr.Access access : Accesses.of(definition)) {
      Tensor operand = cluster.operands().get(access.operand());
      boolean uses = access.coordinates().stream().anyMatch(c -> c.numerator().uses(lane.var()));
      List<Affine> at = access.coordinates().stream().map(Expr.Coordinate::numerator).toList();
      if (uses && (operand.layout().lanes() < lanes || !wholeInner(operand, at))) {
        return false;
      }
    }
    return true;
  }

  private void order() {
    List<Axis> rest = new ArrayList<>(axes);
    rest.remove(lane);
    Optional<Axis> parallel = parallel(rest);
    parallel.ifPresent(rest::remove);
    boolean contraction = cluster.kind() == OpKind.CONTRACTION && lane != null;
    long vectors = lane == null ? 1 : (laneExtent + Layout.LANES - 1) / Layout.LANES;
    int unroll = !contraction || vectors < 2 ? 1 : rest.isEmpty() && vectors >= 4 ? 4 : 2;
    int tile = unroll == 1 ? TILE : unroll == 2 ? 4 : 2;
    int[] factors = new int[rest.size()];
    for (int i = rest.size() - 1; i >= 0; i--) {
      factors[i] = contraction && reused(rest.get(i)) ? factor(size(rest.get(i)), tile) : 1;
      tile /= factors[i];
    }
    if (parallel.isPresent()) {
      Axis p = parallel.get();
      boolean jam = contraction && tile > 1 && reused(p);
      long size = p.extent() instanceof Extent.Fixed f ? f.size() : Math.min(tile, BATCH_TILE);
      loops.add(new Loop(p.var(), p.extent(), Mode.PARALLEL, jam ? factor(size, tile) : 1));
    }
    for (int i = 0; i < rest.size(); i++) {
      Mode mode = factors[i] > 1 ? Mode.JAM : Mode.SERIAL;
      loops.add(new Loop(rest.get(i).var(), rest.get(i).extent(), mode, factors[i]));
    }
    if (lane != null) {
      long overrun = laneExtent - size(lane);
      loops.add(new Loop(lane.var(), lane.extent(), Mode.VECTOR, unroll, overrun));
    }
  }

  /** The batch if the result has one, else the longest axis. */
  private Optional<Axis> parallel(List<Axis> rest) {
    if (cluster.result().batched()) {
      return rest.stream().filter(a -> a.extent().equals(Extent.BATCH)).findFirst();
    }
    return rest.stream().max(Comparator.comparingLong(Tiling::size));
  }

  /** Whether the vector operand's loads serve all turns of this axis. */
  private boolean reused(Axis axis) {
    for (Expr.Access access : Accesses.of(definition)) {
      Affine at = Offsets.of(cluster.operands().get(access.operand()), access);
      if (at.uses(lane.var()) && at.uses(axis.var())) {
        return false;
      }
    }
    return true;
  }

  /** How many turns to jam: a divisor of the size if a good one exists, at most {@code most}. */
  private static int factor(long size, int most) {
    for (int f = most; f > most / 2; f--) {
      if (size % f == 0) {
        return f;
      }
    }
    return (int) Math.min(size, most);
  }

  private static long size(Axis axis) {
    return axis.extent() instanceof Extent.Fixed f ? f.size() : Long.MAX_VALUE;
  }
}
