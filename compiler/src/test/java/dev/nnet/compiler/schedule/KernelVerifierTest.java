package dev.nnet.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels over {@code x: f32[24]} that are wrong in one way each. */
class KernelVerifierTest {
  private final Var i = new Var("i");
  private final Var j = new Var("j");
  private final Affine row = Affine.of(i).times(6);

  private static Tensor tensor(String name, Region region) {
    Type type = Type.f32(Shape.of(24));
    return new Tensor(name, type, Layout.dense(type), region, 0);
  }

  /** {@code parallel i < 4: vector j < 6: y[at] = x[from]}. */
  private void verify(Region x, Affine at, Affine from, long overrun) {
    Buffer in = new Buffer("x", Buffer.Element.F32, Buffer.Access.READ);
    Buffer out = new Buffer("y", Buffer.Element.F32, Buffer.Access.WRITE);
    Stmt store = new Stmt.Store(out, at, new Expr.Load(in, from));
    Stmt inner = new Stmt.Loop(j, Extent.of(6), Mode.VECTOR, 1, overrun, store);
    Stmt body = new Stmt.Loop(i, Extent.of(4), Mode.PARALLEL, 1, inner);
    Kernel kernel = new Kernel("copy", null, List.of(in, out), List.of(), body);
    Tensor result = tensor("y", Region.ARENA);
    List<Tensor> arguments = List.of(tensor("x", x), result);
    KernelVerifier.verify(
        List.of(List.of(Unit.of(new Lowering.Lowered(kernel, arguments, null), result))));
  }

  @Test
  void aSoundKernelPasses() {
    Affine all = row.plus(Affine.of(j));
    assertThatCode(() -> verify(Region.PARAMETERS, all, all, 0)).doesNotThrowAnyException();
  }

  @Test
  void findsALoadOutside() {
    Affine all = row.plus(Affine.of(j));
    assertThatThrownBy(() -> verify(Region.PARAMETERS, all, all.plus(1), 0))
        .hasMessage("copy: x[6*i + j + 1] runs over 1..24, the tensor has 24 elements");
    assertThatThrownBy(() -> verify(Region.PARAMETERS, all, all.plus(-1), 0))
        .hasMessageContaining("runs over -1..22");
  }

  @Test
  void findsAnOverrunIntoTheNextTensor() {
    Affine all = row.plus(Affine.of(j));
    assertThatThrownBy(() -> verify(Region.PARAMETERS, all, all, 2))
        .hasMessageContaining("runs over 0..25");
  }

  @Test
  void findsTurnsThatWriteTheSame() {
    Affine all = row.plus(Affine.of(j));
    Affine crowded = Affine.of(i).times(5).plus(Affine.of(j));
    assertThatThrownBy(() -> verify(Region.PARAMETERS, crowded, all, 0))
        .hasMessage("copy: turns of i write y[5*i + j] twice");
  }

  @Test
  void findsReadingBeforeWriting() {
    Affine all = row.plus(Affine.of(j));
    assertThatThrownBy(() -> verify(Region.ARENA, all, all, 0))
        .hasMessage("copy reads x before it is written");
  }
}
