package dev.nnet.compiler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Computes what occurs several times in an expression once.
 *
 * <pre>
 * max(acc + b, 0) * (acc + b)   =>   let t = acc + b;  max(t, 0) * t
 * </pre>
 *
 * Comparisons are left where they are: a choice on a comparison is one thing to an emitter.
 */
public final class Sharing extends OperationMap {
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
  private final class Counting extends OperationMap {
    @Override
    protected Expr operation(Expr e, Supplier<Expr> inside) {
      return uses.merge(e, 1, Integer::sum) == 1 ? inside.get() : e;
    }
  }

  @Override
  protected Expr operation(Expr e, Supplier<Expr> inside) {
    if (uses.get(e) < 2 || isComparison(e)) {
      return inside.get();
    }
    Local local = locals.get(e);
    if (local == null) {
      Expr mapped = inside.get();
      local = new Local("t" + locals.size());
      locals.put(e, local);
      lets.add(new Stmt.Let(local, mapped));
    }
    return new Expr.Read(local);
  }

  private static boolean isComparison(Expr e) {
    return e instanceof Expr.Binary b
        && (b.fn() == Expr.Binary.Fn.LESS || b.fn() == Expr.Binary.Fn.EQUAL);
  }
}
