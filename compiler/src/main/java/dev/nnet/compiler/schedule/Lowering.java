package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Sharing;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a cluster into loops over buffers: logical coordinates become offsets, axes become loops in
 * an order and with the modes that {@link Tiling} chooses.
 *
 * <pre>
 * y[b,c,i,j] = sum x[b,..] w[c,..]    =>   parallel b < B
 *                                            serial i < 28
 *                                              jam(7) j < 28
 *                                                vector(1) c < 16
 *                                                  let acc = 0 ...
 * </pre>
 */
final class Lowering {
  /** Terms in all sums of a tile that are written out instead of looped over, at most. */
  private static final long WRITTEN_OUT = 24;

  /** How many of these a term that is no product counts: the greatest of two takes six steps. */
  private static final long OTHERS = 6;

  /**
   * A kernel and the tensors its buffers stand for.
   *
   * @param plain the same for the plain emission
   */
  record Lowered(Kernel kernel, Kernel plain, List<Tensor> arguments, TimeLoop loop) {
    Lowered(Kernel kernel, List<Tensor> arguments, TimeLoop loop) {
      this(kernel, kernel, arguments, loop);
    }

    private Lowered withPlain(Kernel other) {
      return new Lowered(kernel, other, arguments, loop);
    }
  }

  private Lowering() {}

  /**
   * The kernels of a cluster: the nest, and before it the filling of the result's room if needed.
   */
  static List<Lowered> lower(Cluster cluster) {
    List<Lowered> kernels = new ArrayList<>();
    Addressed nest = Addressed.of(cluster);
    if (cluster.kind() == OpKind.SCATTER) {
      return List.of(scatter(cluster, nest.inPlace()));
    }
    boolean begins = cluster.part() == Cluster.Part.ALL || cluster.part() == Cluster.Part.FIRST;
    if (begins && needsFill(cluster.result(), Lane.of(cluster, nest))) {
      kernels.add(fill(cluster));
    }
    Addressed between = nest.between(cluster.result().layout().step());
    Lowered lowered = loops(cluster, between);
    if (between != nest) {
      // without lanes, what lies between columns is work for nothing
      lowered = lowered.withPlain(loops(cluster, nest).plain());
    }
    kernels.add(lowered);
    return kernels;
  }

  private static Lowered loops(Cluster cluster, Addressed all) {
    Addressed nest = all;
    Lane lane = Lane.of(cluster, nest);
    boolean contraction = cluster.kind() == OpKind.CONTRACTION;
    if (lane == null || contraction || lane.overrun() > 0) {
      nest = nest.coalesce(lane == null ? null : lane.axis().var());
    } else {
      nest = nest.coalesce(null);
      lane = Lane.of(cluster, nest);
    }
    long width =
        contraction
            ? Tiling.windowBlock(nest, lane)
            : inSteps(cluster) ? unitsOf(nest, lane) : blockOf(nest, lane);
    if (width > 0) {
      long blocks = lane.reach() / width;
      nest = nest.split(lane.axis(), new Var("k"), blocks, width);
      lane = new Lane(new Axis(lane.axis().var(), Extent.of(width)), 0);
    }
    return nest(cluster, nest, lane);
  }

  /**
   * Lanes of a block where many sums, next to each other and over the same axes, are shared among
   * threads; 0 if there are not enough of them.
   */
  private static long blockOf(Addressed nest, Lane lane) {
    if (lane == null || !nest.reduces() || nest.axes().size() > 1) {
      return 0;
    }
    long width = Layout.LANES * Tiling.sums(lane);
    return lane.reach() % width == 0 && lane.reach() > width ? width : 0;
  }

  private static boolean inSteps(Cluster cluster) {
    return cluster.loop() != null
        && cluster.part() != Cluster.Part.FIRST
        && cluster.result().batched();
  }

  /** Lanes of a block where workers share the units of a step as they do those of its panels. */
  private static long unitsOf(Addressed nest, Lane lane) {
    boolean whole = lane != null && !nest.reduces() && lane.overrun() == 0;
    return whole && lane.size() % Panels.WIDTH == 0 && lane.size() > Panels.WIDTH
        ? Panels.WIDTH
        : 0;
  }

  private static boolean needsFill(Tensor result, Lane lane) {
    Layout layout = result.layout();
    boolean padded = layout.inner() >= 0 && layout.lanes() != result.innerSize();
    boolean covered = lane != null && lane.overrun() > 0;
    return !layout.halo().isNone() || (padded && !covered);
  }

  /**
   * Goes to the rows that the index names, instead of looking through all indices for each row.
   *
   * <pre>
   * for v: for b: y[v] += index[b] == v ? x[b] : 0    =>   y = 0; for b: y[index[b]] += x[b]
   * </pre>
   *
   * The gradient of a table by a given index is zero but for rows that the trainer knows, which
   * clears those of the batch before; so only the rows that are named are cleared here.
   */
  private static Lowered scatter(Cluster cluster, Addressed nest) {
    Axis row = cluster.definition().axes().get(0);
    Axis lane = cluster.definition().axes().get(1);
    Expr.Select update = (Expr.Select) nest.update();
    Expr index = ((Expr.Binary) update.condition()).left();
    Expr added = ((Expr.Binary) update.whenTrue()).right();
    Affine at = nest.at().substitute(row.var(), Affine.ZERO);
    long stride = cluster.result().layout().strides().get(0);
    Expr sum = Expr.add(new Expr.Load(nest.out(), at, index, stride), added);
    Stmt add = new Stmt.Store(nest.out(), at, index, stride, sum);
    Stmt terms = overRows(nest, lane, add);
    boolean known = cluster.operands().get(1).region() == Region.INT_BORDER;
    if (known && cluster.result().region() == Region.GRADIENTS) {
      Stmt clear = new Stmt.Store(nest.out(), at, index, stride, Expr.constant(0));
      return lowered(cluster, nest, List.of(overRows(nest, lane, clear), terms));
    }
    Var i = new Var("i");
    Extent all = Extent.of(cluster.result().layout().size());
    Stmt zero = new Stmt.Store(nest.out(), Affine.of(i), Expr.constant(0));
    return lowered(cluster, nest, List.of(new Stmt.Loop(i, all, Mode.VECTOR, 1, zero), terms));
  }

  private static Stmt overRows(Addressed nest, Axis lane, Stmt body) {
    Stmt loop = new Stmt.Loop(lane.var(), lane.extent(), Mode.VECTOR, 1, body);
    for (int i = nest.reduced().size() - 1; i >= 0; i--) {
      loop = Stmt.serial(nest.reduced().get(i).var(), nest.reduced().get(i).extent(), loop);
    }
    return loop;
  }

  private static Lowered fill(Cluster cluster) {
    Tensor result = cluster.result();
    Buffer out = new Buffer(result.name(), Buffer.Element.F32, Buffer.Access.WRITE);
    Var b = new Var("b");
    List<Stmt> parts = Room.fill(result, out, b);
    Stmt body = Stmt.block(parts);
    Stmt all = result.batched() ? new Stmt.Loop(b, Extent.BATCH, Mode.PARALLEL, 1, body) : body;
    Kernel kernel =
        new Kernel(
            cluster.name() + "_fill",
            cluster.origin().span(),
            List.of(out),
            List.of(),
            new Stmt.Block(cluster.origin().span(), List.of(all)));
    return new Lowered(kernel.of(cluster.origin().layer()), List.of(result), null);
  }

  private static Lowered nest(Cluster cluster, Addressed nest, Lane lane) {
    boolean contraction = cluster.kind() == OpKind.CONTRACTION;
    List<Tiling.Loop> order = Tiling.of(nest, lane, contraction, cluster.result().batched());
    if (contraction && throughMemory(nest, lane)) {
      return throughMemory(cluster, nest.inPlace(), order);
    }
    List<Stmt> body = new ArrayList<>();
    long each = contraction ? 1 : OTHERS;
    if (nest.reduces()) {
      body.add(new Stmt.Let(nest.accumulator(), nest.initial()));
      body.add(sum(nest, nest.reduced(), lane != null ? tile(order) * each : 0));
    }
    body.addAll(Sharing.share(nest.result(), v -> new Stmt.Store(nest.out(), nest.at(), v)));
    List<Stmt> loops = new ArrayList<>(List.of(around(order, Stmt.block(body))));
    if (Tiling.inPairs(order)) {
      loops.add(around(Tiling.single(order), Stmt.block(body)));
    }
    boolean panels = order.stream().anyMatch(l -> l.mode() == Mode.ALTERNATE);
    return lowered(cluster, nest, loops, panels ? List.of(Kernel.RUN) : List.of());
  }

  private static Lowered lowered(Cluster cluster, Addressed nest, List<Stmt> loops) {
    return lowered(cluster, nest, loops, List.of());
  }

  /**
   * A kernel of these loops.
   *
   * @param outside the numbers it needs where no loop over steps calls it
   */
  private static Lowered lowered(
      Cluster cluster, Addressed nest, List<Stmt> loops, List<Var> outside) {
    Stmt body = new Stmt.Block(cluster.origin().span(), loops);
    TimeLoop loop = cluster.part() == Cluster.Part.FIRST ? null : cluster.loop();
    List<Var> numbers = loop == null ? outside : List.of(loop.step());
    Span span = cluster.origin().span();
    Kernel kernel =
        new Kernel(cluster.name(), span, nest.buffers(), numbers, body)
            .of(cluster.origin().layer());
    return new Lowered(kernel, RowLowering.of(cluster, kernel), nest.arguments(), loop);
  }

  private static long tile(List<Tiling.Loop> order) {
    return order.stream().mapToLong(Tiling.Loop::factor).reduce(1, (a, b) -> a * b);
  }

  /**
   * The loops of a sum.
   *
   * @param tile sums that are computed together, if the last loops may be written out; else 0
   */
  private static Stmt sum(Addressed nest, List<Axis> axes, long tile) {
    Stmt update =
        Stmt.block(Sharing.share(nest.update(), v -> new Stmt.Set(nest.accumulator(), v)));
    long terms = tile;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      terms *= axis.extent() instanceof Extent.Fixed f ? f.size() : WRITTEN_OUT + 1;
      Mode mode = tile > 0 && terms <= WRITTEN_OUT ? Mode.UNROLL : Mode.SERIAL;
      update = new Stmt.Loop(axis.var(), axis.extent(), mode, 1, update);
    }
    return update;
  }

  private static Stmt around(List<Tiling.Loop> order, Stmt body) {
    Stmt loops = body;
    for (int i = order.size() - 1; i >= 0; i--) {
      Tiling.Loop l = order.get(i);
      loops = new Stmt.Loop(l.var(), l.extent(), l.mode(), l.factor(), l.overrun(), loops);
    }
    return loops;
  }

  /**
   * Whether sums over the batch wait in memory between examples: an example's part of the operands
   * then stays in the cache while all sums take their terms from it.
   */
  private static boolean throughMemory(Addressed nest, Lane lane) {
    return lane != null
        && lane.reach() % Layout.LANES == 0
        && nest.reduced().size() > 1
        && nest.reduced().get(0).extent().equals(Extent.BATCH)
        && nest.result().equals(new Expr.Read(nest.accumulator()));
  }

  /**
   * The loops of such sums, in the same order of terms.
   *
   * <pre>
   * parallel c: y[c] = 0
   * serial b < B: parallel c: { let acc = y[c]; serial j: set acc = ..; y[c] = acc }
   * </pre>
   */
  private static Lowered throughMemory(Cluster cluster, Addressed nest, List<Tiling.Loop> order) {
    Stmt begin = new Stmt.Store(nest.out(), nest.at(), nest.initial());
    List<Tiling.Loop> plain = order.stream().map(Tiling.Loop::plain).toList();
    Axis batch = nest.reduced().get(0);
    List<Axis> rest = nest.reduced().subList(1, nest.reduced().size());
    Stmt body =
        Stmt.block(
            List.of(
                new Stmt.Let(nest.accumulator(), new Expr.Load(nest.out(), nest.at())),
                sum(nest, rest, tile(order)),
                new Stmt.Store(nest.out(), nest.at(), nest.result())));
    Stmt terms = Stmt.serial(batch.var(), batch.extent(), around(order, body));
    return lowered(cluster, nest, List.of(around(plain, begin), terms));
  }
}
