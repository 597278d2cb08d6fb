package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Stmt;
import org.objectweb.asm.Opcodes;

/** A loop that copies consecutive floats: one call in the plain emission. */
final class Copy {
  /** Fewer floats are copied sooner than the call is made. */
  private static final long LEAST = 8;

  private Copy() {}

  static boolean fits(Stmt.Loop loop) {
    return loop.body() instanceof Stmt.Store s
        && s.value() instanceof Expr.Load l
        && s.row() == null
        && l.row() == null
        && s.offset().coefficient(loop.var()) == 1
        && l.offset().coefficient(loop.var()) == 1
        && s.buffer().element() == Buffer.Element.F32
        && l.buffer().element() == Buffer.Element.F32
        && loop.extent() instanceof Extent.Fixed f
        && f.size() >= LEAST;
  }

  static void emit(ScalarCode code, Stmt.Loop loop) {
    Stmt.Store store = (Stmt.Store) loop.body();
    Expr.Load load = (Expr.Load) store.value();
    code.pushElement(load.buffer(), load.offset().substitute(loop.var(), Affine.ZERO));
    code.pushElement(store.buffer(), store.offset().substitute(loop.var(), Affine.ZERO));
    code.push(loop.extent().most());
    code.m.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/System",
        "arraycopy",
        "(Ljava/lang/Object;ILjava/lang/Object;II)V",
        false);
  }
}
