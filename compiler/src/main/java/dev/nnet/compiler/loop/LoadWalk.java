package dev.nnet.compiler.loop;

/** Walks through statements and the loads of their expressions. */
public abstract class LoadWalk extends StmtWalk {
  private final ExprMap loads =
      new ExprMap() {
        @Override
        public Expr load(Expr.Load load) {
          LoadWalk.this.load(load);
          map(load.row());
          return load;
        }
      };

  protected abstract void load(Expr.Load load);

  @Override
  protected void value(Expr value) {
    loads.map(value);
  }
}
