package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.LoadWalk;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;

/** Whether a vector loop can run in lanes: all its accesses are consecutive or invariant. */
final class Lanes extends LoadWalk {
  private final Var lane;
  private boolean fits = true;

  private Lanes(Var lane) {
    this.lane = lane;
  }

  static boolean fit(Stmt.Loop loop) {
    Lanes lanes = new Lanes(loop.var());
    loop.body().accept(lanes);
    return lanes.fits;
  }

  @Override
  protected void load(Expr.Load load) {
    long c = load.offset().coefficient(lane);
    fits &= c == 0 || (c == 1 && load.buffer().element() == Buffer.Element.F32);
  }

  @Override
  public Void store(Stmt.Store store) {
    fits &= store.offset().coefficient(lane) == 1;
    fits &= store.buffer().element() == Buffer.Element.F32;
    return super.store(store);
  }
}
