package dev.nnet.compiler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes what occurs several times in an expression once.
 *
 * <pre>
 * max(acc + b, 0) * (acc + b)   =>   let t = acc + b;  max(t, 0) * t
 * </pre>
 *
 * Comparisons are left where they are: a choice on a comparison is one thing to an emitter.
 */
public final class Sharing extends ExprMap {
  private final Map<Expr, Integer> uses = new HashMap<>();
  private final Map<Expr, Local> locals = new HashMap<>();
  private final List<Stmt> lets = new ArrayList<>();

  private Sharing() {}

  /** The statement that takes the value, behind the locals it needs. */
  public interface Use {
    Stmt of(Expr value);
  }

  /** The statements for an expression and its use. */
  public static List<Stmt> share(Expr value, Use use) {
    Sharing sharing = new Sharing();
    sharing.new Counting().map(value);
    Expr rest = sharing.map(value);
    List<Stmt> all = new ArrayList<>(sharing.lets);
    all.add(use.of(rest));
    return all;
  }

  /** Counts operations; what is inside of one that came before is counted with it. */
  private final class Counting extends ExprMap {
    private boolean first(Expr e) {
      return uses.merge(e, 1, Integer::sum) == 1;
    }

    @Override
    public Expr unary(Expr.Unary e) {
      return first(e) ? super.unary(e) : e;
    }

    @Override
    public Expr binary(Expr.Binary e) {
      return first(e) ? super.binary(e) : e;
    }

    @Override
    public Expr fma(Expr.Fma e) {
      return first(e) ? super.fma(e) : e;
    }

    @Override
    public Expr select(Expr.Select e) {
      return first(e) ? super.select(e) : e;
    }

    @Override
    public Expr call(Expr.Call e) {
      return first(e) ? super.call(e) : e;
    }
  }

  private Expr shared(Expr e, Expr mapped) {
    if (uses.get(e) < 2) {
      return mapped;
    }
    Local local = locals.get(e);
    if (local == null) {
      local = new Local("t" + locals.size());
      locals.put(e, local);
      lets.add(new Stmt.Let(local, mapped));
    }
    return new Expr.Read(local);
  }

  @Override
  public Expr unary(Expr.Unary e) {
    return locals.containsKey(e) ? shared(e, e) : shared(e, super.unary(e));
  }

  @Override
  public Expr binary(Expr.Binary e) {
    boolean comparison = e.fn() == Expr.Binary.Fn.LESS || e.fn() == Expr.Binary.Fn.EQUAL;
    if (comparison) {
      return super.binary(e);
    }
    return locals.containsKey(e) ? shared(e, e) : shared(e, super.binary(e));
  }

  @Override
  public Expr fma(Expr.Fma e) {
    return locals.containsKey(e) ? shared(e, e) : shared(e, super.fma(e));
  }

  @Override
  public Expr select(Expr.Select e) {
    return locals.containsKey(e) ? shared(e, e) : shared(e, super.select(e));
  }

  @Override
  public Expr call(Expr.Call e) {
    return locals.containsKey(e) ? shared(e, e) : shared(e, super.call(e));
  }
}
