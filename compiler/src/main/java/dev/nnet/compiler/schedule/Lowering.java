package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Sharing;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
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

  /** A kernel and the tensors its buffers stand for. */
  record Lowered(Kernel kernel, List<Tensor> arguments) {}

  private Lowering() {}

  /**
   * The kernels of a cluster: the nest, and before it the filling of the result's room if needed.
   */
  static List<Lowered> lower(Cluster cluster) {
    List<Lowered> kernels = new ArrayList<>();
    Addressed nest = Addressed.of(cluster);
    Lane lane = Lane.of(cluster, nest);
    if (needsFill(cluster.result(), lane)) {
      kernels.add(fill(cluster));
    }
    boolean contraction = cluster.kind() == OpKind.CONTRACTION;
    if (lane == null || contraction || lane.overrun() > 0) {
      nest = nest.coalesce(lane == null ? null : lane.axis().var());
    } else {
      nest = nest.coalesce(null);
      lane = Lane.of(cluster, nest);
    }
    kernels.add(nest(cluster, nest, lane));
    return kernels;
  }

  private static boolean needsFill(Tensor result, Lane lane) {
    Layout layout = result.layout();
    boolean padded = layout.inner() >= 0 && layout.lanes() != result.innerSize();
    boolean covered = lane != null && lane.overrun() > 0;
    return !layout.halo().isNone() || (padded && !covered);
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
            new Stmt.Block(cluster.origin().span(), List.of(all)));
    return new Lowered(kernel, List.of(result));
  }

  private static Lowered nest(Cluster cluster, Addressed nest, Lane lane) {
    boolean contraction = cluster.kind() == OpKind.CONTRACTION;
    List<Tiling.Loop> order = Tiling.of(nest, lane, contraction, cluster.result().batched());
    long tile = order.stream().mapToLong(Tiling.Loop::factor).reduce(1, (a, b) -> a * b);
    List<Stmt> body = new ArrayList<>();
    if (nest.reduces()) {
      body.add(new Stmt.Let(nest.accumulator(), nest.initial()));
      Stmt update =
          Stmt.block(Sharing.share(nest.update(), v -> new Stmt.Set(nest.accumulator(), v)));
      long terms = tile;
      for (int i = nest.reduced().size() - 1; i >= 0; i--) {
        Axis axis = nest.reduced().get(i);
        terms *= axis.extent() instanceof Extent.Fixed f ? f.size() : WRITTEN_OUT + 1;
        Mode mode = contraction && lane != null && terms <= WRITTEN_OUT ? Mode.UNROLL : Mode.SERIAL;
        update = new Stmt.Loop(axis.var(), axis.extent(), mode, 1, update);
      }
      body.add(update);
    }
    body.addAll(Sharing.share(nest.result(), v -> new Stmt.Store(nest.out(), nest.at(), v)));
    Stmt loops = Stmt.block(body);
    for (int i = order.size() - 1; i >= 0; i--) {
      Tiling.Loop l = order.get(i);
      loops = new Stmt.Loop(l.var(), l.extent(), l.mode(), l.factor(), l.overrun(), loops);
    }
    Kernel kernel =
        new Kernel(
            cluster.name(),
            cluster.origin().span(),
            nest.buffers(),
            new Stmt.Block(cluster.origin().span(), List.of(loops)));
    return new Lowered(kernel, nest.arguments());
  }
}
