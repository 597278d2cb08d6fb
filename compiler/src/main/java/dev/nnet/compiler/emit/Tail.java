package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.LoadWalk;
import dev.nnet.compiler.loop.Stmt;
import java.util.HashSet;
import java.util.Set;

/**
 * What is left of a vector loop below a whole vector: moved back to overlap the vector before,
 * where computing an element twice writes the same bits twice, else done one by one.
 */
final class Tail extends LoadWalk {
  private final Set<Buffer> loaded = new HashSet<>();
  private final Set<Buffer> stored = new HashSet<>();

  private Tail() {}

  /** Whether the body reads nothing that it writes. */
  static boolean overlaps(Stmt.Loop loop) {
    Tail tail = new Tail();
    loop.body().accept(tail);
    tail.loaded.retainAll(tail.stored);
    return tail.loaded.isEmpty();
  }

  @Override
  protected void load(Expr.Load load) {
    loaded.add(load.buffer());
  }

  @Override
  public Void store(Stmt.Store store) {
    stored.add(store.buffer());
    return super.store(store);
  }
}
