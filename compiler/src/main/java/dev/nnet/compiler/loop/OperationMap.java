package dev.nnet.compiler.loop;

import java.util.function.Supplier;

/** An {@link ExprMap} that treats all operations alike: what has operands and is no read. */
public abstract class OperationMap extends ExprMap {

  /**
   * What becomes of an operation.
   *
   * @param inside maps its operands, and builds it from them
   */
  protected abstract Expr operation(Expr e, Supplier<Expr> inside);

  @Override
  public final Expr unary(Expr.Unary unary) {
    return operation(unary, () -> super.unary(unary));
  }

  @Override
  public final Expr binary(Expr.Binary binary) {
    return operation(binary, () -> super.binary(binary));
  }

  @Override
  public final Expr fma(Expr.Fma fma) {
    return operation(fma, () -> super.fma(fma));
  }

  @Override
  public final Expr select(Expr.Select select) {
    return operation(select, () -> super.select(select));
  }

  @Override
  public final Expr call(Expr.Call call) {
    return operation(call, () -> super.call(call));
  }
}
