package dev.nnet.benchmarks;

import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Where the tiles of rows are chosen, which the plain emission makes and C2 vectorises by itself:
 * twelve sums of twenty-four terms, rows of one length after the other.
 *
 * <p>The score is in products of a number with a row, a microsecond; times twice the length,
 * divided by a thousand, that is GFLOP/s. Whether C2 vectorises a tile may differ from JVM to JVM:
 * the smallest of the forks' figures counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(5)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RowLaboratory {
  private static final int SUMS = 12;
  private static final int TERMS = 24;

  /** Floats of the arrays: rows of a program are all as long as its longest. */
  private static final int ROOM = 892;

  /** Sums in a tile, and terms that it adds to each. */
  @Param({"1x4", "2x4", "3x2", "3x3", "4x2", "4x3", "6x1", "6x2"})
  String tile;

  /** Floats in a row. */
  @Param({"25", "120", "892"})
  int length;

  private Bench bench;

  /** Emits the kernel. */
  @Setup
  public void prepare() {
    String[] sizes = tile.split("x");
    Kernel kernel = product(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
    bench = Bench.of(kernel, List.of(0), SUMS * TERMS, Emission.PLAIN);
  }

  /** {@code sums[s][..] += w[s][k] * terms[k][..]}. */
  private Kernel product(int sums, int terms) {
    Buffer w = new Buffer("w", Buffer.Element.F32, Buffer.Access.READ);
    Buffer sumRows = Buffer.of("sums", new Buffer.Rows(SUMS, length, false));
    Buffer termRows = Buffer.of("terms", new Buffer.Rows(TERMS, length, false));
    Var s = new Var("s");
    Var k = new Var("k");
    Var j = new Var("j");
    Affine sum = Affine.of(s).times(length).plus(Affine.of(j));
    List<Stmt> body = new ArrayList<>();
    Expr value = new Expr.Load(sumRows, sum);
    for (int i = 0; i < terms; i++) {
      Affine term = Affine.of(k).times(terms).plus(i);
      Local times = new Local("t" + i);
      body.add(new Stmt.Let(times, new Expr.Load(w, Affine.of(s).times(TERMS).plus(term))));
      Affine row = term.times(length).plus(Affine.of(j));
      value = new Expr.Fma(new Expr.Read(times), new Expr.Load(termRows, row), value);
    }
    Stmt add = new Stmt.Store(sumRows, sum, value);
    body.add(new Stmt.Loop(j, Extent.of(length), Stmt.Mode.VECTOR, 1, add));
    Stmt all = Stmt.serial(k, Extent.of(TERMS / terms), Stmt.block(body));
    Stmt tiles = new Stmt.Loop(s, Extent.of(SUMS), Stmt.Mode.JAM, sums, all);
    return new Kernel(
        "product",
        "",
        Bench.SPAN,
        List.of(w),
        List.of(),
        List.of(sumRows, termRows, Buffer.of("room", new Buffer.Rows(1, ROOM, false))),
        new Stmt.Block(Bench.SPAN, List.of(tiles)));
  }

  /** All sums, once. */
  @Benchmark
  @OperationsPerInvocation(SUMS * TERMS)
  public void product() {
    bench.run();
  }
}
