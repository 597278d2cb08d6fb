package dev.nnet.compiler.loop;

/** Walks through statements; subclasses override what they look at. */
public class StmtWalk implements Stmt.Visitor<Void> {

  /** An expression that is bound, assigned or stored. */
  protected void value(Expr value) {}

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
    value(let.value());
    return null;
  }

  @Override
  public Void set(Stmt.Set set) {
    value(set.value());
    return null;
  }

  @Override
  public Void store(Stmt.Store store) {
    if (store.row() != null) {
      value(store.row());
    }
    value(store.value());
    return null;
  }
}
