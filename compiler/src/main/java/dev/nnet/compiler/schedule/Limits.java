package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps that do nothing but what a core can do at most, made and emitted as all others are.
 *
 * <pre>
 * MULTIPLY  sum = sum * 0.5 + 0.25, in registers
 * FILL      x = 1                              4,096 floats a unit, as all below
 * COPY      y = 0.5 * x
 * READ      z = sum of y
 * </pre>
 *
 * A run over the first n units moves that much memory: so one program measures every cache.
 */
public final class Limits {
  /** The step of multiply-adds in registers. */
  public static final int MULTIPLY = 0;

  /** The step that copies: {@link #UNIT_BYTES} are read and as many are written for each unit. */
  public static final int COPY = 2;

  /** The step that reads {@link #UNIT_BYTES} for each unit. */
  public static final int READ = 3;

  private static final long UNIT = 4096;

  /** Memory of a unit. */
  public static final long UNIT_BYTES = UNIT * Float.BYTES;

  private static final long TURNS = 20_000;

  /** Sums side by side: two additions start with every cycle and end four later. */
  private static final int SUMS = 12;

  /** Operations of {@link #MULTIPLY}. */
  public static final long FLOPS = 2 * SUMS * Layout.LANES * TURNS;

  /** Vectors of a unit that are read side by side. */
  private static final int READS = 8;

  private final Span span;
  private final Extent units;
  private final List<List<Unit>> steps = new ArrayList<>();

  private Limits(Span span, int units) {
    this.span = span;
    this.units = Extent.of(units);
  }

  /**
   * The steps.
   *
   * @param units the largest working set in {@link #UNIT_BYTES}, at least 1
   */
  public static Schedule schedule(Span span, int units) {
    Limits limits = new Limits(span, units);
    limits.multiply();
    limits.move(units);
    return Scheduler.schedule("limits", limits.steps, List.of(), false);
  }

  private void multiply() {
    Tensor result = tensor("s", SUMS * Layout.LANES);
    Buffer out = new Buffer("s", Buffer.Element.F32, Buffer.Access.WRITE);
    Local sum = new Local("sum");
    Var j = new Var("j");
    Expr add = new Expr.Fma(new Expr.Read(sum), new Expr.Const(0.5f), new Expr.Const(0.25f));
    Stmt body =
        Stmt.block(
            List.of(
                new Stmt.Let(sum, new Expr.Const(1)),
                Stmt.serial(new Var("i"), Extent.of(TURNS), new Stmt.Set(sum, add)),
                new Stmt.Store(out, Affine.of(j), new Expr.Read(sum))));
    step("multiply", lanes(j, SUMS * Layout.LANES, SUMS, body), List.of(out), List.of(result));
  }

  private void move(int units) {
    Tensor x = tensor("x", units * UNIT);
    Tensor y = tensor("y", units * UNIT);
    Tensor z = tensor("z", (long) units * READS * Layout.LANES);
    Var b = new Var("b");
    Var i = new Var("i");
    Var j = new Var("j");
    Buffer read = new Buffer("read", Buffer.Element.F32, Buffer.Access.READ);
    Buffer out = new Buffer("out", Buffer.Element.F32, Buffer.Access.WRITE);
    Affine at = Affine.of(b).times(UNIT).plus(Affine.of(j));
    Stmt one = lanes(j, UNIT, READS, new Stmt.Store(out, at, new Expr.Const(1)));
    step("fill", each(b, one), List.of(out), List.of(x));

    Expr half = Expr.multiply(new Expr.Load(read, at), new Expr.Const(0.5f));
    Stmt copy = lanes(j, UNIT, READS, new Stmt.Store(out, at, half));
    step("copy", each(b, copy), List.of(read, out), List.of(x, y));

    long wide = READS * Layout.LANES;
    Local sum = new Local("sum");
    Affine from = at.plus(Affine.of(i).times(wide));
    Expr add = Expr.add(new Expr.Read(sum), new Expr.Load(read, from));
    Stmt body =
        Stmt.block(
            List.of(
                new Stmt.Let(sum, new Expr.Const(0)),
                Stmt.serial(i, Extent.of(UNIT / wide), new Stmt.Set(sum, add)),
                new Stmt.Store(
                    out, Affine.of(b).times(wide).plus(Affine.of(j)), new Expr.Read(sum))));
    step("read", each(b, lanes(j, wide, READS, body)), List.of(read, out), List.of(y, z));
  }

  private static Tensor tensor(String name, long size) {
    Type type = Type.f32(Shape.of(size));
    return new Tensor(name, type, Layout.dense(type), Region.ARENA, 0);
  }

  private static Stmt lanes(Var j, long size, int vectors, Stmt body) {
    return new Stmt.Loop(j, Extent.of(size), Stmt.Mode.VECTOR, vectors, body);
  }

  private Stmt each(Var b, Stmt body) {
    return new Stmt.Loop(b, units, Stmt.Mode.PARALLEL, 1, body);
  }

  private void step(String name, Stmt loops, List<Buffer> buffers, List<Tensor> arguments) {
    Stmt body = new Stmt.Block(span, List.of(loops));
    Kernel kernel = new Kernel(name, span, buffers, List.of(), body);
    Tensor result = arguments.get(arguments.size() - 1);
    steps.add(List.of(Unit.of(new Lowering.Lowered(kernel, arguments, null), result)));
  }
}
