package dev.nnet.compiler.emit;

import dev.nnet.compiler.emit.ScalarCode.Locals;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where loops begin and end: at 0 and their extent, or where the call of the kernel says.
 *
 * <pre>
 * (.., from, to)              parallel loops
 * (.., from, to, low, high)   and the loop that workers share
 * </pre>
 */
final class Bounds implements Opcodes {
  private static final Object FROM = new Object();
  private static final Object TO = new Object();
  private static final Object LOW = new Object();
  private static final Object HIGH = new Object();

  private final MethodVisitor m;
  private final Locals locals;
  private final ScalarCode code;

  Bounds(MethodVisitor m, Locals locals, ScalarCode code) {
    this.m = m;
    this.locals = locals;
    this.code = code;
  }

  /** The arguments of a kernel's method. */
  static String descriptor(Kernel kernel) {
    return kernel.shared() == null ? "II" : "IIII";
  }

  /** The numbers behind them: steps around, lengths of sequences, the capacity. */
  static List<Object> numbers(Kernel kernel) {
    List<Object> numbers = new ArrayList<>(kernel.numbers());
    numbers.addAll(kernel.sequences());
    numbers.addAll(kernel.open() ? List.of(ScalarCode.CAPACITY) : List.of());
    return numbers;
  }

  /** Gives the arguments their slots. */
  void declare(Kernel kernel) {
    locals.fresh(FROM);
    locals.fresh(TO);
    if (kernel.shared() != null) {
      locals.fresh(LOW);
      locals.fresh(HIGH);
    }
  }

  /** Whether a loop runs over its whole extent, which is known. */
  static boolean known(Stmt.Loop loop) {
    return loop.extent() instanceof Extent.Fixed f
        && !Capacity.in(f.size())
        && !loop.mode().overUnits()
        && !loop.mode().overPart();
  }

  /** What is left of a loop's turns behind the last whole tile of a known number. */
  static int rest(Stmt.Loop loop) {
    return (int) (loop.extent().most() % loop.factor());
  }

  void pushBegin(Stmt.Loop loop) {
    if (loop.mode() == Mode.ODD) {
      pushEven();
    } else if (loop.mode().overUnits()) {
      m.visitVarInsn(ILOAD, locals.of(FROM));
    } else if (loop.mode().overPart()) {
      m.visitVarInsn(ILOAD, locals.of(LOW));
    } else {
      m.visitInsn(ICONST_0);
    }
  }

  void pushEnd(Stmt.Loop loop) {
    if (loop.mode() == Mode.EVEN) {
      pushEven();
    } else if (loop.mode().overUnits()) {
      m.visitVarInsn(ILOAD, locals.of(TO));
    } else if (loop.mode().overPart()) {
      m.visitVarInsn(ILOAD, locals.of(HIGH));
    } else if (loop.extent() instanceof Extent.Fixed f) {
      code.push(f.size());
    } else if (loop.extent() instanceof Extent.Steps) {
      m.visitVarInsn(ILOAD, locals.of(loop.extent()));
    } else {
      m.visitVarInsn(ILOAD, locals.of(ScalarCode.BATCH));
    }
  }

  /** {@code for (; v + copies <= end; v += copies) body}, from where the variable is. */
  void turns(Stmt.Loop loop, int slot, int copies, Runnable body) {
    Label test = new Label();
    Label start = new Label();
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(start);
    body.run();
    m.visitIincInsn(slot, copies);
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, slot);
    if (copies > 1 && known(loop)) {
      code.push(loop.extent().most() - copies + 1);
    } else {
      if (copies > 1) {
        code.push(copies - 1);
        m.visitInsn(IADD);
      }
      pushEnd(loop);
    }
    m.visitJumpInsn(IF_ICMPLT, start);
  }

  /** The end of the pairs of units. */
  private void pushEven() {
    m.visitVarInsn(ILOAD, locals.of(TO));
    m.visitInsn(DUP);
    m.visitVarInsn(ILOAD, locals.of(FROM));
    m.visitInsn(ISUB);
    m.visitInsn(ICONST_1);
    m.visitInsn(IAND);
    m.visitInsn(ISUB);
  }

  /**
   * {@code for (i = low; i < high; i += f) { v = number is odd ? low + high - f - i : i; body }}.
   *
   * @param slot that of v
   */
  void alternate(Stmt.Loop loop, int slot, Var number, Runnable body) {
    int count = locals.fresh(new Object());
    Label test = new Label();
    Label start = new Label();
    Label forward = new Label();
    pushBegin(loop);
    m.visitVarInsn(ISTORE, count);
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(start);
    m.visitVarInsn(ILOAD, count);
    m.visitVarInsn(ISTORE, slot);
    m.visitVarInsn(ILOAD, locals.of(number));
    m.visitInsn(ICONST_1);
    m.visitInsn(IAND);
    m.visitJumpInsn(IFEQ, forward);
    pushBegin(loop);
    pushEnd(loop);
    m.visitInsn(IADD);
    code.push(loop.factor());
    m.visitInsn(ISUB);
    m.visitVarInsn(ILOAD, count);
    m.visitInsn(ISUB);
    m.visitVarInsn(ISTORE, slot);
    m.visitLabel(forward);
    body.run();
    m.visitIincInsn(count, loop.factor());
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, count);
    pushEnd(loop);
    m.visitJumpInsn(IF_ICMPLT, start);
  }
}
