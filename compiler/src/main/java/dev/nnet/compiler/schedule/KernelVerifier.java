package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.LoadWalk;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the loops of a program: every load and store stays inside its tensor, no two turns of a
 * loop that may run in any order write the same element, and nothing in the arena is read before it
 * is written. What it finds is a bug of the compiler.
 *
 * <p>Offsets are linear, so their extremes are sums over the enclosing loops; the batch is tried at
 * sizes small enough to catch what does not grow with it.
 */
final class KernelVerifier extends LoadWalk {
  private static final List<Long> BATCHES = List.of(1L, 2L, 5L);

  private final Unit unit;
  private final Kernel kernel;
  private final long batch;
  private final List<Stmt.Loop> around = new ArrayList<>();

  private KernelVerifier(Unit unit, Kernel kernel, long batch) {
    this.unit = unit;
    this.kernel = kernel;
    this.batch = batch;
    if (unit.loop() != null) {
      Stmt none = Stmt.block(List.of());
      around.add((Stmt.Loop) Stmt.serial(unit.loop().step(), unit.loop().extent(), none));
    }
  }

  /**
   * @throws IllegalStateException if a kernel is not sound; the message names it and the access
   */
  static void verify(List<List<Unit>> steps) {
    Set<Tensor> written = new HashSet<>();
    for (List<Unit> step : steps) {
      for (Unit unit : step) {
        for (Tensor t : unit.arguments()) {
          if (t.region() == Region.ARENA && unit.reads(t) && !written.contains(t)) {
            throw new IllegalStateException(
                unit.kernel().name() + " reads " + t + " before it is written");
          }
        }
        written.add(unit.result());
        for (Kernel kernel : List.of(unit.kernel(), unit.plain())) {
          BATCHES.forEach(b -> kernel.body().accept(new KernelVerifier(unit, kernel, b)));
        }
      }
    }
  }

  @Override
  public Void loop(Stmt.Loop loop) {
    around.add(loop);
    super.loop(loop);
    around.remove(around.size() - 1);
    return null;
  }

  @Override
  public Void store(Stmt.Store store) {
    inside(store.buffer(), store.offset(), store.row() == null ? 0 : store.stride());
    apart(store);
    return super.store(store);
  }

  @Override
  protected void load(Expr.Load load) {
    inside(load.buffer(), load.offset(), load.row() == null ? 0 : load.stride());
  }

  private void inside(Buffer buffer, Affine offset, long stride) {
    long size = size(buffer);
    long low = offset.constant();
    long high = offset.constant();
    if (stride != 0) {
      high += (tensor(buffer).type().shape().size(0) - 1) * stride;
    }
    for (Stmt.Loop loop : around) {
      long reach = offset.coefficient(loop.var()) * (turns(loop) - 1);
      low += Math.min(0, reach);
      high += Math.max(0, reach);
    }
    if (low < 0 || high >= size) {
      throw new IllegalStateException(
          String.format(
              "%s: %s[%s] runs over %d..%d, the tensor has %d elements",
              kernel.name(), buffer, offset, low, high, size));
    }
  }

  private Tensor tensor(Buffer buffer) {
    return unit.arguments().get(kernel.buffers().indexOf(buffer));
  }

  private long size(Buffer buffer) {
    if (buffer.rows() != null) {
      return buffer.rows().in(batch) * buffer.rows().length();
    }
    Tensor tensor = tensor(buffer);
    return tensor.layout().size() * (tensor.batched() ? batch : 1);
  }

  /** Turns that may run in any order write different elements: their strides nest. */
  private void apart(Stmt.Store store) {
    List<Stmt.Loop> loops = new ArrayList<>(around);
    loops.removeIf(l -> turns(l) == 1);
    loops.sort(Comparator.comparingLong(l -> Math.abs(store.offset().coefficient(l.var()))));
    long covered = 0;
    for (Stmt.Loop loop : loops) {
      long stride = Math.abs(store.offset().coefficient(loop.var()));
      if (anyOrder(loop, store.buffer()) && stride <= covered) {
        throw new IllegalStateException(
            String.format(
                "%s: turns of %s write %s[%s] twice",
                kernel.name(), loop.var(), store.buffer(), store.offset()));
      }
      covered += stride * (turns(loop) - 1);
    }
  }

  private static boolean anyOrder(Stmt.Loop loop, Buffer buffer) {
    boolean cut = loop.mode() == Mode.PARALLEL || loop.mode() == Mode.SHARED;
    boolean alone = cut && loop.factor() == 1;
    boolean ownRows = alone && buffer.rows() != null; // a worker's turns follow each other
    return loop.mode() != Mode.SERIAL && loop.mode() != Mode.UNROLL && !ownRows;
  }

  private long turns(Stmt.Loop loop) {
    return loop.extent().size(batch) + loop.overrun();
  }
}
