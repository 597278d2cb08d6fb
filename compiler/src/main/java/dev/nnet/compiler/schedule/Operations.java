package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.OperationMap;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.StmtWalk;
import java.util.function.Supplier;

/**
 * Counts the floating-point operations of a kernel; a fused multiply-add counts two, and a sequence
 * without a bound {@link Capacity#TYPICAL} steps.
 */
final class Operations extends StmtWalk {
  private final long batch;
  private double turns = 1;
  private double count;

  private Operations(long batch) {
    this.batch = batch;
  }

  static double of(Kernel kernel, long batch) {
    Operations operations = new Operations(batch);
    kernel.body().accept(operations);
    return operations.count;
  }

  @Override
  public Void loop(Stmt.Loop loop) {
    double outside = turns;
    turns *= Capacity.at(loop.turns(batch), Capacity.TYPICAL);
    super.loop(loop);
    turns = outside;
    return null;
  }

  @Override
  protected void value(Expr value) {
    new OperationMap() {
      @Override
      protected Expr operation(Expr e, Supplier<Expr> inside) {
        if (e instanceof Expr.Call call) {
          call.function().body().body().forEach(let -> map(((Stmt.Let) let).value()));
          map(call.function().result());
        } else if (!(e instanceof Expr.Select)) {
          count += e instanceof Expr.Fma ? 2 * turns : turns;
        }
        return inside.get();
      }
    }.map(value);
  }
}
