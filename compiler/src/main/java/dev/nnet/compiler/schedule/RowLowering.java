package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import java.util.Comparator;
import java.util.List;

/**
 * Lowers a cluster once more, for the plain emission. C2 vectorises a loop only if all its arrays
 * are read and written at the same index; so operands are copied to rows, each an array of its own,
 * and long loops run along them.
 *
 * <p>Every sum takes its terms in the same order as ever, so this changes no bit. What gains
 * nothing stays as it is.
 */
final class RowLowering {
  private RowLowering() {}

  /** Loops and the row arrays they use. */
  record Rows(List<Buffer> buffers, Stmt body) {}

  /**
   * The kernel of a cluster for the plain emission.
   *
   * @param kernel the one for vectors
   */
  static Kernel of(Cluster cluster, Kernel kernel) {
    boolean product = cluster.kind() == OpKind.CONTRACTION && cluster.loop() == null;
    Addressed nest = Addressed.of(cluster).coalesce(null);
    boolean units = nest.axes().stream().anyMatch(a -> a.extent().equals(Extent.BATCH));
    if (cluster.kind() == OpKind.SCATTER || nest.open() || !units && !product) {
      return kernel;
    }
    Rows rows = nest.reduces() ? RowProduct.of(nest) : units ? RowMap.of(nest) : null;
    if (rows == null) {
      return kernel;
    }
    Stmt body = new Stmt.Block(kernel.span(), List.of(rows.body()));
    return new Kernel(
        kernel.name(),
        kernel.layer(),
        kernel.span(),
        nest.buffers(),
        kernel.numbers(),
        rows.buffers(),
        body);
  }

  /** Loops around, that over the batch outermost; workers share the longest within an example. */
  static Stmt around(List<Axis> axes, Stmt body) {
    List<Axis> inner = axes.stream().filter(a -> !a.extent().equals(Extent.BATCH)).toList();
    Axis shared =
        inner.stream()
            .filter(a -> inner.size() < axes.size() && a.extent() instanceof Extent.Fixed)
            .max(Comparator.comparingLong(a -> a.extent().most()))
            .orElse(null);
    Stmt loops = body;
    for (int i = inner.size() - 1; i >= 0; i--) {
      Axis axis = inner.get(i);
      Mode mode = axis == shared ? Mode.SHARED : Mode.SERIAL;
      loops = new Stmt.Loop(axis.var(), axis.extent(), mode, 1, loops);
    }
    for (Axis axis : axes) {
      if (axis.extent().equals(Extent.BATCH)) {
        loops = new Stmt.Loop(axis.var(), axis.extent(), Mode.PARALLEL, 1, loops);
      }
    }
    return loops;
  }
}
