package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the loop order of a nest: which axis is split over threads, which runs in vector lanes,
 * which are unrolled into register tiles.
 *
 * <p>Only axes that are not reduced are vectorised or jammed, so no choice made here can change a
 * bit. The tile sizes come from the kernel laboratory in {@code benchmarks}.
 */
final class Tiling {
  /** Accumulators of a register tile: 16 registers hold them and what they are fed from. */
  private static final int TILE = 12;

  /**
   * Accumulators where rows end with them, as seven pixels do: they need registers of machines that
   * have more than sixteen, and take C2 longer.
   */
  private static final int LARGE_TILE = 14;

  /** What a large tile must save for it, as a part of the cycles. */
  private static final double SAVES = 0.05;

  /** Accumulators where both factors are vectors and windows overlap. */
  private static final int WINDOWS = 7;

  /** Vectors of channels that windows slide over at a time, at most. */
  private static final int WINDOW_VECTORS = 4;

  /** Pieces of a loop that workers can share well. */
  private static final long PIECES = 8;

  /** Copies of a nest that does not run in lanes, so that one need not wait for the other. */
  private static final int SCALARS = 8;

  /** Rows that a transposing copy reads side by side: it writes whole lines of a cache. */
  private static final int ROWS = 16;

  /** Panels that one example reads side by side: eight sums hide the latency of an addition. */
  private static final int STREAMS = 4;

  /** Vectors of a row of weights that one example reads side by side, at most. */
  private static final int ROW = 8;

  /** Vectors of sums without products, at most: additions of one take four cycles. */
  private static final int SUMS = 6;

  /** Examples in a register tile, at most; chunks of a step are a multiple of it. */
  private static final int BATCH_TILE = 8;

  /**
   * Floats that stay in the nearest cache while other loops turn; where the vectors that are used
   * again are more, their loop is outside, so that a part of them is used up first.
   */
  private static final long PANEL = 4096;

  /** One loop, from the outside in. */
  record Loop(Var var, Extent extent, Mode mode, int factor, long overrun) {
    /** A loop like this with turns of another kind. */
    private Loop with(Mode otherMode, int otherFactor) {
      return new Loop(var, extent, otherMode, otherFactor, overrun);
    }

    /** The same loop, turn by turn. */
    Loop plain() {
      return new Loop(var, extent, mode, 1, overrun);
    }

    Loop(Var var, Extent extent, Mode mode, int factor) {
      this(var, extent, mode, factor, 0);
    }
  }

  private final Addressed nest;
  private final Lane lane;
  private final boolean batched;
  private final List<Loop> loops = new ArrayList<>();

  private Tiling(Addressed nest, Lane lane, boolean batched) {
    this.nest = nest;
    this.lane = lane;
    this.batched = batched;
  }

  /**
   * The loops around the reduction.
   *
   * @param lane null if nothing runs in lanes
   * @param contraction whether register tiles pay: operands are used many times
   * @param batched whether the result has an example a batch
   */
  static List<Loop> of(Addressed nest, Lane lane, boolean contraction, boolean batched) {
    Tiling tiling = new Tiling(nest, lane, batched);
    tiling.order(contraction && lane != null);
    return tiling.loops;
  }

  private void order(boolean tiled) {
    List<Axis> rest = new ArrayList<>(nest.axes());
    rest.removeIf(a -> lane != null && a.var() == lane.axis().var());
    List<Axis> blocks = tiled ? rest.stream().filter(this::isBlock).toList() : List.of();
    rest.removeAll(blocks);
    Optional<Axis> across = across(rest);
    Optional<Axis> parallel = across.or(() -> parallel(rest));
    parallel.ifPresent(rest::remove);
    if (lane == null) {
      rest.sort(Comparator.comparingLong((Axis a) -> -nest.at().coefficient(a.var())));
    }
    long vectors = lane == null ? 1 : (lane.reach() + Layout.LANES - 1) / Layout.LANES;
    boolean varies = tiled && rest.stream().anyMatch(this::varies);
    boolean single = !tiled || vectors < 2 || varies;
    boolean pairs =
        !single && batched && rest.isEmpty() && parallel.filter(this::reused).isPresent();
    int unroll = single ? 1 : rest.isEmpty() && !pairs && vectors >= 4 ? 4 : 2;
    if (lane != null && !tiled && rest.isEmpty() && nest.reduces()) {
      unroll = sums(lane);
    }
    int left = lane == null ? SCALARS : varies ? WINDOWS : TILE / unroll;
    left = across.isPresent() ? 1 : left;
    int[] factors = new int[rest.size()];
    for (int i = rest.size() - 1; i >= 0; i--) {
      boolean jam = lane == null || tiled && reused(rest.get(i));
      factors[i] = jam ? factor(size(rest.get(i)), left, unroll) : 1;
      left /= factors[i];
    }
    if (parallel.isPresent()) {
      Axis p = parallel.get();
      boolean alone = lane == null && rest.isEmpty() && nest.reduces();
      boolean jam = alone || tiled && left > 1 && reused(p);
      int most = alone ? 3 : p.extent() instanceof Extent.Fixed ? left : Math.min(left, BATCH_TILE);
      int copies = across.isPresent() ? ROWS : jam ? factor(size(p), most, unroll) : 1;
      loops.add(new Loop(p.var(), p.extent(), pairs ? Mode.EVEN : Mode.PARALLEL, copies));
    }
    int place = loops.size();
    for (int i = 0; i < rest.size(); i++) {
      Mode mode = factors[i] > 1 ? Mode.JAM : Mode.SERIAL;
      loops.add(new Loop(rest.get(i).var(), rest.get(i).extent(), mode, factors[i]));
    }
    if (lane != null) {
      boolean outside = tiled && vectors > unroll && panel() > PANEL;
      loops.add(
          !outside ? loops.size() : rest.isEmpty() ? 0 : place,
          new Loop(lane.axis().var(), lane.axis().extent(), Mode.VECTOR, unroll, lane.overrun()));
    }
    for (int i = 0; i < blocks.size(); i++) {
      Mode panels = rest.isEmpty() && i == 0 ? Mode.ALTERNATE : Mode.SERIAL;
      loops.add(i, new Loop(blocks.get(i).var(), blocks.get(i).extent(), panels, 1));
    }
    if (batched && parallel.isPresent() && loops.get(0).mode() != Mode.ALTERNATE) {
      share();
    }
  }

  /** Whether the loops need others for a single example, see {@link #single}. */
  static boolean inPairs(List<Loop> order) {
    return order.stream().anyMatch(l -> l.mode() == Mode.EVEN);
  }

  /**
   * The loops of a product for the example that pairs leave over, which has no other to share its
   * weights with: they are read from one end to the other, with many sums side by side, since two
   * would wait for each other: four panels, or those of all parts if there are such.
   *
   * @param order for pairs of examples
   */
  static List<Loop> single(List<Loop> order) {
    boolean panels = order.stream().anyMatch(l -> l.mode() == Mode.ALTERNATE);
    boolean parts = order.stream().anyMatch(l -> l.mode() == Mode.SERIAL);
    List<Loop> single = new ArrayList<>();
    for (Loop l : order) {
      if (l.mode() == Mode.SERIAL) {
        single.add(l.with(Mode.JAM, streams(l.extent())));
      } else if (l.mode() == Mode.ALTERNATE) {
        single.add(parts ? l : l.with(l.mode(), streams(l.extent())));
      } else if (l.mode() == Mode.EVEN) {
        single.add(panels ? single.size() : 0, l.with(Mode.ODD, 1));
      } else {
        single.add(panels ? l : l.with(l.mode(), row(l)));
      }
    }
    return single;
  }

  /** Vectors of a row of weights that are summed side by side: few of them are left over. */
  private static int row(Loop lane) {
    int vectors = (int) Math.min(1 << 20, (lane.extent().most() + lane.overrun()) / Layout.LANES);
    int best = Math.min(ROW, vectors);
    for (int f = best; f >= STREAMS; f--) {
      if (vectors % f < vectors % best) {
        best = f;
      }
    }
    return Math.max(best, 1);
  }

  /** Panels that are read side by side: the most of a few that divide them all. */
  private static int streams(Extent panels) {
    int streams = STREAMS;
    while (panels.most() % streams != 0) {
      streams--;
    }
    return streams;
  }

  /** Lets workers share an example's outermost loop, or the longest one if all are short. */
  private void share() {
    int best = -1;
    long most = 1;
    for (int i = loops.size() - 1; i >= 0; i--) {
      Loop l = loops.get(i);
      boolean counted = l.mode() == Mode.SERIAL || l.mode() == Mode.JAM;
      boolean known = l.extent() instanceof Extent.Fixed f && !Capacity.in(f.size());
      long pieces = counted && known ? l.extent().most() / l.factor() : 0;
      if (Math.min(pieces, PIECES) >= most) {
        best = i;
        most = Math.min(pieces, PIECES);
      }
    }
    if (best >= 0) {
      Loop l = loops.get(best);
      loops.set(best, new Loop(l.var(), l.extent(), Mode.SHARED, l.factor(), l.overrun()));
    }
  }

  /** Whether each turn of an axis has weights of its own, which all examples share: a panel. */
  private boolean isBlock(Axis axis) {
    return batched
        && axis.extent() instanceof Extent.Fixed
        && nest.summands().stream()
            .allMatch(load -> load.uses(axis.var()) == load.uses(lane.axis().var()));
  }

  /**
   * Lanes of a block of windows, in which each channel has weights of its own: three rows of a
   * block stay in the nearest cache while the windows of a row of pixels slide over them; 0 where
   * the whole is a block.
   */
  static long windowBlock(Addressed nest, Lane lane) {
    boolean windows =
        lane != null
            && lane.reach() == lane.size()
            && nest.summands().stream().allMatch(load -> load.uses(lane.axis().var()))
            && nest.reduced().stream().noneMatch(a -> a.extent().equals(Extent.BATCH));
    long vectors = windows && lane.reach() % Layout.LANES == 0 ? lane.reach() / Layout.LANES : 0;
    for (long f = WINDOW_VECTORS; f > 1; f--) {
      if (vectors > f && vectors % f == 0) {
        return f * Layout.LANES;
      }
    }
    return 0;
  }

  /** Vectors of sums that are computed together where each is one addition after the other. */
  static int sums(Lane lane) {
    long vectors = lane.reach() / Layout.LANES;
    for (int f = SUMS; f > 1; f--) {
      if (lane.reach() % Layout.LANES == 0 && vectors % f == 0) {
        return f;
      }
    }
    return 1;
  }

  /** Whether vectors of both factors are loaded for each turn of this axis. */
  private boolean varies(Axis axis) {
    return nest.summands().stream().allMatch(load -> load.uses(lane.axis().var()))
        && nest.summands().stream().anyMatch(load -> load.uses(axis.var()));
  }

  /** Floats that one turn of all other loops reads along the lanes. */
  private long panel() {
    long turns = 1;
    for (Axis axis : nest.reduced()) {
      turns *= Math.min(size(axis), 1 << 20);
    }
    return turns * lane.reach();
  }

  /** The axis along which a transposing copy of weights writes neighbours. */
  private Optional<Axis> across(List<Axis> rest) {
    return rest.stream()
        .filter(a -> lane == null && !batched && !nest.reduces() && size(a) >= ROWS)
        .filter(a -> nest.at().coefficient(a.var()) == 1)
        .findFirst();
  }

  /** The batch if the result has one, else the longest axis. */
  private Optional<Axis> parallel(List<Axis> rest) {
    if (batched) {
      return rest.stream().filter(a -> a.extent().equals(Extent.BATCH)).findFirst();
    }
    return rest.stream().max(Comparator.comparingLong(Tiling::size));
  }

  /** Whether a vector that the sum loads serves all turns of this axis. */
  private boolean reused(Axis axis) {
    return nest.summands().stream()
        .anyMatch(load -> load.uses(lane.axis().var()) && !load.uses(axis.var()));
  }

  /** How many turns to jam, at most {@code most}: the number that takes the fewest cycles. */
  private static int factor(long size, int most, int vectors) {
    int best = 1;
    for (int f = 2; f <= Math.min(size, most); f++) {
      if (cycles(size, f, vectors) <= cycles(size, best, vectors)) {
        best = f;
      }
    }
    int large = LARGE_TILE / vectors;
    boolean whole = most == TILE / vectors && vectors > 1 && size >= large;
    double least = (1 - SAVES) * cycles(size, best, vectors);
    return whole && cycles(size, large, vectors) < least ? large : best;
  }

  private static double cycles(long size, int factor, int vectors) {
    long whole = size == Long.MAX_VALUE ? 1000 / factor : size / factor;
    long rest = size == Long.MAX_VALUE ? 0 : size % factor;
    return whole * cycles(factor, vectors) + (rest > 0 ? cycles((int) rest, vectors) : 0);
  }

  /**
   * Cycles of a tile for one step of the reduction, on a core with two ports for multiply-adds and
   * two for loads, a latency of four, and a cycle and a half for the loop.
   */
  private static double cycles(int factor, int vectors) {
    double adds = factor * vectors / 2.0;
    double loads = (factor + vectors) / 2.0;
    return Math.max(4, Math.max(adds, loads)) + 1.5;
  }

  private static long size(Axis axis) {
    return axis.extent() instanceof Extent.Fixed f ? f.size() : Long.MAX_VALUE;
  }
}
