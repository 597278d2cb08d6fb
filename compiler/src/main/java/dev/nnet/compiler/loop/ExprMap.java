package dev.nnet.compiler.loop;

import java.util.ArrayList;
import java.util.List;

/** Rebuilds an expression bottom up; subclasses override what they change. */
public class ExprMap implements Expr.Visitor<Expr> {
  public final Expr map(Expr e) {
    return e == null ? null : e.accept(this);
  }

  /** What becomes of an index expression; itself unless overridden. */
  protected Affine map(Affine index) {
    return index;
  }

  /** What becomes of a local; itself unless overridden. */
  protected Local map(Local local) {
    return local;
  }

  @Override
  public Expr constant(Expr.Const constant) {
    return constant;
  }

  @Override
  public Expr access(Expr.Access access) {
    List<Expr.Coordinate> at = new ArrayList<>();
    for (Expr.Coordinate c : access.coordinates()) {
      at.add(new Expr.Coordinate(map(c.numerator()), c.divisor()));
    }
    return new Expr.Access(access.operand(), at, access.outside(), map(access.row()));
  }

  @Override
  public Expr load(Expr.Load load) {
    return new Expr.Load(load.buffer(), map(load.offset()), map(load.row()), load.stride());
  }

  @Override
  public Expr read(Expr.Read read) {
    return new Expr.Read(map(read.local()));
  }

  @Override
  public Expr index(Expr.Index index) {
    return new Expr.Index(map(index.value()));
  }

  @Override
  public Expr size(Expr.Size size) {
    return size;
  }

  @Override
  public Expr unary(Expr.Unary unary) {
    return new Expr.Unary(unary.fn(), map(unary.operand()));
  }

  @Override
  public Expr binary(Expr.Binary binary) {
    return new Expr.Binary(binary.fn(), map(binary.left()), map(binary.right()));
  }

  @Override
  public Expr fma(Expr.Fma fma) {
    return new Expr.Fma(map(fma.a()), map(fma.b()), map(fma.c()));
  }

  @Override
  public Expr select(Expr.Select select) {
    return new Expr.Select(
        map(select.condition()), map(select.whenTrue()), map(select.whenFalse()));
  }

  @Override
  public Expr call(Expr.Call call) {
    return new Expr.Call(call.function(), map(call.argument()));
  }
}
