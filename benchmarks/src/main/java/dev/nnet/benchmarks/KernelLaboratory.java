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
 * Where the register tiles of products are chosen: a 1 x 1 convolution of 14 x 14 pixels, 96 to 96
 * channels, through the emitter that networks use, with one tile after the other.
 *
 * <p>An operation is a floating-point operation, so operations a nanosecond are GFLOP/s. The same
 * bytecode gives other machine code in every JVM: the smallest of the forks' figures counts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class KernelLaboratory {
  private static final int PIXELS = 196;
  private static final int CHANNELS = 96;

  /** Pixels and vectors of channels in a tile: their product is the number of accumulators. */
  @Param({"4x1", "6x1", "8x1", "10x1", "12x1", "14x1", "4x2", "6x2", "7x2", "4x3"})
  String tile;

  @Param("VECTOR")
  Emission emission;

  private Bench bench;

  /** Emits the kernel. */
  @Setup
  public void prepare() {
    String[] sizes = tile.split("x");
    Kernel kernel = product(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
    int image = PIXELS * CHANNELS;
    bench =
        Bench.of(kernel, List.of(0, image, 2 * image), 2 * image + CHANNELS * CHANNELS, emission);
  }

  /** {@code y[p][o] = sum over i of x[p][i] * w[i][o]}. */
  private static Kernel product(int pixels, int vectors) {
    Buffer x = new Buffer("x", Buffer.Element.F32, Buffer.Access.READ);
    Buffer y = new Buffer("y", Buffer.Element.F32, Buffer.Access.WRITE);
    Buffer w = new Buffer("w", Buffer.Element.F32, Buffer.Access.READ);
    Var p = new Var("p");
    Var o = new Var("o");
    Var i = new Var("i");
    Local sum = new Local("sum");
    Affine row = Affine.of(p).times(CHANNELS);
    Expr value = new Expr.Load(x, row.plus(Affine.of(i)));
    Expr weight = new Expr.Load(w, Affine.of(i).times(CHANNELS).plus(Affine.of(o)));
    Stmt add = new Stmt.Set(sum, new Expr.Fma(value, weight, new Expr.Read(sum)));
    Stmt body =
        Stmt.block(
            List.of(
                new Stmt.Let(sum, new Expr.Const(0)),
                Stmt.serial(i, Extent.of(CHANNELS), add),
                new Stmt.Store(y, row.plus(Affine.of(o)), new Expr.Read(sum))));
    Stmt lanes = new Stmt.Loop(o, Extent.of(CHANNELS), Stmt.Mode.VECTOR, vectors, body);
    Stmt rows = new Stmt.Loop(p, Extent.of(PIXELS), Stmt.Mode.JAM, pixels, lanes);
    return new Kernel(
        "product",
        Bench.SPAN,
        List.of(x, y, w),
        List.of(),
        new Stmt.Block(Bench.SPAN, List.of(rows)));
  }

  /** The product, once. */
  @Benchmark
  @OperationsPerInvocation(2 * PIXELS * CHANNELS * CHANNELS)
  public void product() {
    bench.run();
  }
}
