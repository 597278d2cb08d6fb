package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Unary.Fn;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Sharing;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An elementwise nest over rows.
 *
 * <pre>
 * y[b,c,p] = tanh(x[b,c,p] + bias[c])   =>   parallel b, serial c:
 *                                              row0 = x[b,c,..]
 *                                              let t = bias[c]; vector j: row1[j] = tanh(row0[j] + t)
 *                                              y[b,c,..] = row1
 * </pre>
 */
final class RowMap extends ExprMap {
  /** Operands of one expression: more are not worth their copies. */
  private static final int OPERANDS = 6;

  private final Run run;
  private final Local sum;
  private final Expr sums;
  private final Buffer rows;
  private final Map<Expr.Load, Integer> taken = new LinkedHashMap<>();
  private final Map<Expr.Load, Local> invariant = new LinkedHashMap<>();
  private boolean fits = true;

  /**
   * @param sum a local of the expression; null if none
   * @param sums where it is read instead
   */
  RowMap(Run run, Local sum, Expr sums) {
    this.run = run;
    this.sum = sum;
    this.sums = sums;
    this.rows = Buffer.of("rows", new Buffer.Rows(OPERANDS + 1, run.length(), false));
  }

  /** Null if nothing is gained. */
  static RowLowering.Rows of(Addressed nest) {
    if (nest.result() instanceof Expr.Load || nest.result() instanceof Expr.Const) {
      return null;
    }
    Addressed cut = cut(nest);
    List<Axis> fixed = cut.axes().stream().filter(a -> a.extent() instanceof Extent.Fixed).toList();
    Run run = Run.along(fixed, cut.at(), false);
    if (run.length() < Run.SHORTEST || cut.at().coefficient(run.axes().get(0).var()) != 1) {
      return null;
    }
    RowMap map = new RowMap(run, null, null);
    Stmt body = map.of(cut.result(), cut.out(), cut.at());
    List<Axis> around = cut.axes().stream().filter(a -> !run.has(a.var())).toList();
    boolean copies = map.taken.keySet().stream().anyMatch(l -> run.step(l.offset()) > 0);
    return map.fits() && copies
        ? new RowLowering.Rows(map.rows(), RowLowering.around(around, body))
        : null;
  }

  /** Stores what the expression is along the run. */
  Stmt of(Expr result, Buffer out, Affine at) {
    if (sum != null && result.equals(new Expr.Read(sum))) {
      Expr.Load load = (Expr.Load) sums;
      Affine row = load.offset().substitute(run.walk(), Affine.ZERO);
      return run.give(load.buffer(), row, out, at);
    }
    Expr value = map(result);
    List<Stmt> body = new ArrayList<>();
    taken.forEach((load, row) -> body.add(run.take(load, rows, Affine.of(row * run.length()))));
    invariant.forEach((load, local) -> body.add(new Stmt.Let(local, load)));
    Affine last = Affine.of(OPERANDS * run.length());
    Affine walk = last.plus(Affine.of(run.walk()));
    body.add(run.along(Stmt.block(Sharing.share(value, v -> new Stmt.Store(rows, walk, v)))));
    body.add(run.give(rows, last, out, at));
    return Stmt.block(body);
  }

  /** Whether C2 vectorises the expression, and rows suffice. */
  boolean fits() {
    return fits && taken.size() <= OPERANDS;
  }

  /** The rows it needs. */
  List<Buffer> rows() {
    return taken.isEmpty() && invariant.isEmpty() ? List.of() : List.of(rows);
  }

  /** Cuts the axis at which the run along the result would become too long. */
  private static Addressed cut(Addressed nest) {
    long length = 1;
    while (true) {
      long reached = length;
      Axis next =
          nest.axes().stream()
              .filter(a -> a.extent() instanceof Extent.Fixed)
              .filter(a -> nest.at().coefficient(a.var()) == reached)
              .findFirst()
              .orElse(null);
      if (next == null) {
        return nest;
      }
      long size = next.extent().most();
      if (length * size > Run.LONGEST) {
        long part = Run.part(size, Run.LONGEST / length);
        return part == 1 ? nest : nest.split(next, new Var("k"), size / part, part);
      }
      length *= size;
    }
  }

  @Override
  public Expr read(Expr.Read read) {
    return read.local() == sum ? sums : read;
  }

  @Override
  public Expr load(Expr.Load load) {
    fits &= load.row() == null;
    if (!run.uses(load.offset())) {
      return new Expr.Read(invariant.computeIfAbsent(load, l -> new Local(l.buffer().name())));
    }
    fits &= load.buffer().element() == Buffer.Element.F32;
    int row = taken.computeIfAbsent(load, l -> taken.size());
    return new Expr.Load(rows, Affine.of(row * run.length()).plus(Affine.of(run.walk())));
  }

  @Override
  public Expr index(Expr.Index index) {
    fits = false;
    return index;
  }

  @Override
  public Expr select(Expr.Select select) {
    fits = false; // C2 leaves loops with choices scalar
    return select;
  }

  @Override
  public Expr unary(Expr.Unary unary) {
    fits &= unary.fn() == Fn.NEGATE || unary.fn() == Fn.ABS || unary.fn() == Fn.SQRT;
    return super.unary(unary);
  }

  @Override
  public Expr binary(Expr.Binary binary) {
    fits &= binary.fn() != Expr.Binary.Fn.LESS && binary.fn() != Expr.Binary.Fn.EQUAL;
    return super.binary(binary);
  }

  @Override
  public Expr call(Expr.Call call) {
    ExprMap inside =
        new ExprMap() {
          @Override
          public Expr select(Expr.Select select) {
            return RowMap.this.select(select);
          }

          @Override
          public Expr unary(Expr.Unary unary) {
            return RowMap.this.unary(unary);
          }
        };
    call.function().body().body().forEach(let -> inside.map(((Stmt.Let) let).value()));
    inside.map(call.function().result());
    return super.call(call);
  }
}
