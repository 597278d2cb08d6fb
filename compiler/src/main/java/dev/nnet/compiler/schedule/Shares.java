package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.LoadWalk;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether workers that share two calls of a loop can go from one to the other without waiting: what
 * both touch, and one of them writes, they touch in the same share.
 *
 * <pre>
 * y[256*g + 32*k + l] = ..      the 32s of an index, without what is more than 256, say whose it is
 * z[32*k + l] = y[32*k + l + 512] ..
 * </pre>
 */
final class Shares {
  /**
   * Whose an element is: {@code index / size % count}, a number of the shared loop.
   *
   * @param example what the number of the example adds
   * @param step what the number of the step adds
   */
  private record Owner(long size, long count, long example, long step) {}

  /** A place of memory that a kernel touches; the owner is null if it may be anybody's. */
  private record Touch(Buffer buffer, boolean written, Owner owner) {}

  private Shares() {}

  /** Both calls are in the same loop, and both kernels have a shared loop with as many pieces. */
  static boolean apart(Call before, Call after) {
    for (Touch first : touches(before)) {
      for (Touch second : touches(after)) {
        boolean alike = first.owner != null && first.owner.equals(second.owner);
        if ((first.written || second.written)
            && place(before, first).equals(place(after, second))
            && !alike) {
          return false;
        }
      }
    }
    return true;
  }

  private static Place place(Call call, Touch touch) {
    return call.places().get(call.kernel().buffers().indexOf(touch.buffer));
  }

  private static List<Touch> touches(Call call) {
    List<Touch> touches = new ArrayList<>();
    call.kernel()
        .body()
        .accept(
            new LoadWalk() {
              private final List<Stmt.Loop> around = new ArrayList<>();

              @Override
              public Void loop(Stmt.Loop loop) {
                around.add(loop);
                super.loop(loop);
                around.remove(around.size() - 1);
                return null;
              }

              @Override
              public Void store(Stmt.Store store) {
                touch(store.buffer(), true, store.offset(), store.row());
                return super.store(store);
              }

              @Override
              protected void load(Expr.Load load) {
                touch(load.buffer(), false, load.offset(), load.row());
              }

              private void touch(Buffer buffer, boolean written, Affine at, Expr row) {
                if (buffer.rows() == null) { // every worker has row arrays of its own
                  Owner owner = row == null ? owner(at, around, call.loop().step()) : null;
                  touches.add(new Touch(buffer, written, owner));
                }
              }
            });
    return touches;
  }

  private static Owner owner(Affine index, List<Stmt.Loop> around, Var step) {
    Stmt.Loop shared = around.stream().filter(l -> l.mode().overPart()).findFirst().orElse(null);
    long size = shared == null ? 0 : index.coefficient(shared.var()) * shared.factor();
    if (size <= 0 || shared.extent().most() % shared.factor() != 0) {
      return null;
    }
    long count = shared.extent().most() / shared.factor();
    long example = 0;
    long within = Math.floorMod(index.constant(), size * count);
    within += index.coefficient(shared.var()) * (shared.factor() - 1);
    for (Stmt.Loop loop : around) {
      long stride = index.coefficient(loop.var());
      if (loop.mode().overUnits()) {
        example = stride;
      } else if (loop != shared && stride % (size * count) != 0) {
        boolean walks = stride > 0 && !loop.extent().equals(Extent.BATCH);
        within += walks ? stride * (loop.extent().most() + loop.overrun() - 1) : size;
      }
    }
    return within < size ? new Owner(size, count, example, index.coefficient(step)) : null;
  }
}
