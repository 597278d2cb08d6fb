package dev.nnet.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every element counts once, whatever the loops around it. */
class TrafficTest {
  private final Buffer x = new Buffer("x", Buffer.Element.F32, Buffer.Access.READ);
  private final Buffer y = new Buffer("y", Buffer.Element.F32, Buffer.Access.WRITE);
  private final Var i = new Var("i");
  private final Var j = new Var("j");

  private Traffic of(Stmt body) {
    return Traffic.of(new Kernel("k", null, List.of(x, y), List.of(), body), 8);
  }

  private static Traffic floats(double read, double written) {
    return new Traffic(4 * read, 4 * written);
  }

  @Test
  void windowsThatOverlapAreReadOnce() {
    Expr read = new Expr.Load(x, Affine.of(i).times(2).plus(Affine.of(j)));
    Local sum = new Local("sum");
    Stmt window =
        Stmt.block(
            List.of(
                new Stmt.Let(sum, new Expr.Const(0)),
                Stmt.serial(j, Extent.of(3), new Stmt.Set(sum, Expr.add(new Expr.Read(sum), read))),
                new Stmt.Store(y, Affine.of(i), new Expr.Read(sum))));
    assertThat(of(Stmt.serial(i, Extent.of(10), window))).isEqualTo(floats(21, 10));
  }

  @Test
  void strideLeavesOutWhatLiesBetween() {
    Stmt copy = new Stmt.Store(y, Affine.of(i), new Expr.Load(x, Affine.of(i).times(4)));
    assertThat(of(Stmt.serial(i, Extent.BATCH, copy))).isEqualTo(floats(8, 8));
  }

  @Test
  void ownSumsInMemoryAreNotRead() {
    Affine at = Affine.of(j);
    Expr read = new Expr.Load(x, Affine.of(i).times(16).plus(Affine.of(j)));
    Stmt zero = new Stmt.Store(y, at, new Expr.Const(0));
    Stmt add = new Stmt.Store(y, at, Expr.add(new Expr.Load(y, at), read));
    Stmt all =
        Stmt.block(
            List.of(
                Stmt.serial(j, Extent.of(16), zero),
                Stmt.serial(i, Extent.BATCH, Stmt.serial(j, Extent.of(16), add))));
    assertThat(of(all)).isEqualTo(floats(128, 16));
  }

  @Test
  void rowsCountAsOftenAsTheyAreNamed() {
    Buffer index = new Buffer("index", Buffer.Element.I32, Buffer.Access.READ);
    Expr row = new Expr.Load(x, Affine.of(j), new Expr.Load(index, Affine.of(i)), 32);
    Stmt copy = new Stmt.Store(y, Affine.of(i).times(32).plus(Affine.of(j)), row);
    Stmt gather = Stmt.serial(i, Extent.BATCH, Stmt.serial(j, Extent.of(32), copy));
    assertThat(of(gather)).isEqualTo(floats(8 * 32 + 8, 8 * 32));
  }

  @Test
  void weightsOfALayerCountOnceForABatch() {
    String text =
        """
        network Net {
            input  x: f32[B, 5]
            output y: f32[B, 16]
            y = x -> dense(16)
        }
        """;
    Source source = new Source("net.nnet", text);
    Schedule schedule =
        Compiler.kernels(
                Compiler.elaborate(source, new Diagnostics(), StageListener.NONE).get(0),
                "inference",
                Emission.PLAIN)
            .schedule();
    Step dense = schedule.steps().get(schedule.steps().size() - 1);
    assertThat(dense.traffic(8)).isEqualTo(floats(8 * 5 + 5 * 16 + 16, 8 * 16));
    assertThat(dense.workingSet(8)).isEqualTo(dense.traffic(8).bytes());
    assertThat(dense.flops(8)).isEqualTo(2 * 8 * 5 * 16 + 8 * 16);
  }
}
