package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;

/** Counts the floating-point operations of a kernel; a fused multiply-add counts two. */
final class Operations implements Stmt.Visitor<Double> {
  private final long batch;

  private Operations(long batch) {
    this.batch = batch;
  }

  static double of(Kernel kernel, long batch) {
    return kernel.body().accept(new Operations(batch));
  }

  @Override
  public Double block(Stmt.Block block) {
    return block.body().stream().mapToDouble(s -> s.accept(this)).sum();
  }

  @Override
  public Double loop(Stmt.Loop loop) {
    return loop.extent().size(batch) * loop.body().accept(this);
  }

  @Override
  public Double let(Stmt.Let let) {
    return count(let.value());
  }

  @Override
  public Double set(Stmt.Set set) {
    return count(set.value());
  }

  @Override
  public Double store(Stmt.Store store) {
    return count(store.value());
  }

  private static double count(Expr value) {
    double[] operations = {0};
    new ExprMap() {
      @Override
      public Expr unary(Expr.Unary unary) {
        operations[0]++;
        return super.unary(unary);
      }

      @Override
      public Expr binary(Expr.Binary binary) {
        operations[0]++;
        return super.binary(binary);
      }

      @Override
      public Expr fma(Expr.Fma fma) {
        operations[0] += 2;
        return super.fma(fma);
      }

      @Override
      public Expr call(Expr.Call call) {
        call.function().body().body().forEach(let -> map(((Stmt.Let) let).value()));
        map(call.function().result());
        return super.call(call);
      }
    }.map(value);
    return operations[0];
  }
}
