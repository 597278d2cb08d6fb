package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  /** A kernel and the tensors its buffers stand for. */
  record Lowered(Kernel kernel, List<Tensor> arguments) {}

  private final Cluster cluster;
  private final Map<Var, Affine> dropped = new HashMap<>();
  private final Map<Tensor, Buffer> buffers = new HashMap<>();
  private final List<Tensor> arguments = new ArrayList<>();

  private Lowering(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The kernels of a cluster: the nest, and before it the filling of the result's room if needed.
   */
  static List<Lowered> lower(Cluster cluster) {
    List<Lowered> kernels = new ArrayList<>();
    Tiling tiling = Tiling.of(cluster);
    if (needsFill(cluster, tiling)) {
      kernels.add(fill(cluster));
    }
    kernels.add(new Lowering(cluster).nest(tiling));
    return kernels;
  }

  private static boolean needsFill(Cluster cluster, Tiling tiling) {
    Tensor result = cluster.result();
    Layout layout = result.layout();
    boolean halo = !layout.halo().isNone();
    boolean padded = layout.inner() >= 0 && layout.lanes() != Tiling.innerSize(result);
    return halo || (padded && !tiling.coversPadding());
  }

  private static Lowered fill(Cluster cluster) {
    Tensor result = cluster.result();
    Buffer out = new Buffer(result.name(), Buffer.Element.F32, Buffer.Access.WRITE);
    Var i = new Var("i");
    Affine at = Affine.of(i);
    Var b = new Var("b");
    Affine offset = result.batched() ? at.plus(Affine.of(b).times(result.layout().size())) : at;
    Expr value = new Expr.Const(result.layout().halo().fill());
    Stmt body =
        new Stmt.Loop(
            i,
            Extent.of(result.layout().size()),
            Mode.VECTOR,
            1,
            new Stmt.Store(out, offset, value));
    Stmt all = result.batched() ? new Stmt.Loop(b, Extent.BATCH, Mode.PARALLEL, 1, body) : body;
    Kernel kernel =
        new Kernel(
            cluster.name() + "_fill",
            cluster.origin().span(),
            List.of(out),
            new Stmt.Block(cluster.origin().span(), List.of(all)));
    return new Lowered(kernel, List.of(result));
  }

  private Lowered nest(Tiling tiling) {
    Definition d = cluster.definition();
    for (List<Axis> axes : List.of(d.axes(), d.reduced())) {
      for (Axis axis : axes) {
        if (axis.extent().equals(Extent.of(1))) {
          dropped.put(axis.var(), Affine.ZERO);
        }
      }
    }
    List<Stmt> body = new ArrayList<>();
    if (d.reduces()) {
      body.add(new Stmt.Let(d.accumulator(), lower(d.initial())));
      Stmt update = new Stmt.Set(d.accumulator(), lower(d.update()));
      for (int i = d.reduced().size() - 1; i >= 0; i--) {
        Axis axis = d.reduced().get(i);
        if (!dropped.containsKey(axis.var())) {
          update = Stmt.serial(axis.var(), axis.extent(), update);
        }
      }
      body.add(update);
    }
    Expr result = lower(d.result());
    body.add(new Stmt.Store(buffer(cluster.result()), resultOffset(), result));
    Stmt loops = Stmt.block(body);
    List<Tiling.Loop> order = tiling.loops();
    for (int i = order.size() - 1; i >= 0; i--) {
      Tiling.Loop l = order.get(i);
      loops = new Stmt.Loop(l.var(), l.extent(), l.mode(), l.factor(), l.overrun(), loops);
    }
    Kernel kernel =
        new Kernel(
            cluster.name(),
            cluster.origin().span(),
            arguments.stream().map(buffers::get).toList(),
            new Stmt.Block(cluster.origin().span(), List.of(loops)));
    return new Lowered(kernel, arguments);
  }

  private Affine resultOffset() {
    return substitute(Offsets.of(cluster.result(), cluster.definition().coordinates()));
  }

  private Affine substitute(Affine index) {
    Affine result = index;
    for (Map.Entry<Var, Affine> e : dropped.entrySet()) {
      result = result.substitute(e.getKey(), e.getValue());
    }
    return result;
  }

  private Buffer buffer(Tensor tensor) {
    return buffers.computeIfAbsent(
        tensor,
        t -> {
          arguments.add(t);
          Buffer.Element element =
              t.region() == Region.INT_BORDER ? Buffer.Element.I32 : Buffer.Element.F32;
          boolean written = t == cluster.result();
          boolean read = cluster.operands().contains(t);
          Buffer.Access access =
              !written ? Buffer.Access.READ : read ? Buffer.Access.READ_WRITE : Buffer.Access.WRITE;
          return new Buffer(t.name(), element, access);
        });
  }

  private Expr lower(Expr e) {
    return new ExprMap() {
      @Override
      protected Affine map(Affine index) {
        return substitute(index);
      }

      @Override
      public Expr access(Expr.Access access) {
        Tensor operand = cluster.operands().get(access.operand());
        return new Expr.Load(buffer(operand), substitute(Offsets.of(operand, access)));
      }
    }.map(e);
  }
}
