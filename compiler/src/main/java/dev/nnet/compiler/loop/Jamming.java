package dev.nnet.compiler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Unrolls a loop's body and jams the copies: inner loops run once for all of them, and what all of
 * them load is loaded once.
 *
 * <pre>
 * for j: { let a = 0; for k: set a = fma(w[k], x[j], a); store y[j] = a }
 * =>  let a0 = 0; let a1 = 0
 *     for k: { let s = w[k]; set a0 = fma(s, x[j], a0); set a1 = fma(s, x[j+1], a1) }
 *     store y[j] = a0; store y[j+1] = a1
 * </pre>
 */
public final class Jamming {
  private final Var var;
  private final List<Affine> copies;
  private final List<Map<Local, Local>> locals = new ArrayList<>();

  private Jamming(Var var, List<Affine> copies) {
    this.var = var;
    this.copies = copies;
    copies.forEach(c -> locals.add(new HashMap<>()));
  }

  /** The body once for each of {@code copies}, which are what the variable becomes. */
  public static Stmt jam(Stmt body, Var var, List<Affine> copies) {
    return Stmt.block(new Jamming(var, copies).jam(body));
  }

  private List<Stmt> jam(Stmt stmt) {
    List<Stmt> out = new ArrayList<>();
    if (stmt instanceof Stmt.Block b) {
      List<Stmt> inner = new ArrayList<>();
      b.body().forEach(s -> inner.addAll(jam(s)));
      return List.of(new Stmt.Block(b.span(), inner));
    }
    if (stmt instanceof Stmt.Loop l) {
      Stmt body = Stmt.block(jam(l.body()));
      return List.of(l.around(body));
    }
    Shared shared = new Shared();
    for (int i = 0; i < copies.size(); i++) {
      Copy copy = new Copy(i, shared);
      if (stmt instanceof Stmt.Let let) {
        Expr value = copy.map(let.value());
        Local fresh = new Local(let.local().name() + i);
        locals.get(i).put(let.local(), fresh);
        out.add(new Stmt.Let(fresh, value));
      } else if (stmt instanceof Stmt.Set set) {
        out.add(new Stmt.Set(copy.map(set.local()), copy.map(set.value())));
      } else if (stmt instanceof Stmt.Store s) {
        out.add(s.with(copy.map(s.offset()), copy.map(s.row()), copy.map(s.value())));
      }
    }
    shared.loads.forEach((load, local) -> out.add(0, new Stmt.Let(local, load)));
    return out;
  }

  /** The loads that are the same in all copies of a statement. */
  private static final class Shared {
    final Map<Expr.Load, Local> loads = new LinkedHashMap<>();

    Expr read(Expr.Load load) {
      return new Expr.Read(loads.computeIfAbsent(load, l -> new Local(l.buffer().name() + "_s")));
    }
  }

  private final class Copy extends ExprMap {
    private final int i;
    private final Shared shared;

    Copy(int i, Shared shared) {
      this.i = i;
      this.shared = shared;
    }

    @Override
    public Expr load(Expr.Load load) {
      boolean same = copies.size() > 1 && !load.offset().uses(var) && load.row() == null;
      return same ? shared.read(load) : super.load(load);
    }

    @Override
    protected Affine map(Affine index) {
      return index.substitute(var, copies.get(i));
    }

    @Override
    protected Local map(Local local) {
      return locals.get(i).getOrDefault(local, local);
    }
  }
}
