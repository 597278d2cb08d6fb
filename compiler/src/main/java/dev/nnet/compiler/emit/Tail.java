package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Stmt;
import java.util.HashSet;
import java.util.Set;

/**
 * What is left of a vector loop below a whole vector: moved back to overlap the vector before,
 * where computing an element twice writes the same bits twice, else done one by one.
 */
final class Tail extends ExprMap implements Stmt.Visitor<Void> {
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
  public Expr load(Expr.Load load) {
    loaded.add(load.buffer());
    return load;
  }

  @Override
  public Void block(Stmt.Block block) {
    block.body().forEach(s -> s.accept(this));
    return null;
  }

  @Override
  public Void loop(Stmt.Loop loop) {
    return loop.body().accept(this);
  }

  @Override
  public Void let(Stmt.Let let) {
    map(let.value());
    return null;
  }

  @Override
  public Void set(Stmt.Set set) {
    map(set.value());
    return null;
  }

  @Override
  public Void store(Stmt.Store store) {
    stored.add(store.buffer());
    map(store.value());
    return null;
  }
}
