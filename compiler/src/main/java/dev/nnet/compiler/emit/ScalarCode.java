package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Emits expressions as float arithmetic: the value is left on the stack. */
class ScalarCode implements Expr.Visitor<Void>, Opcodes {
  final MethodVisitor m;
  final Locals locals;

  ScalarCode(MethodVisitor m, Locals locals) {
    this.m = m;
    this.locals = locals;
  }

  /** The slots of a method. */
  static final class Locals {
    private final Map<Object, Integer> slots = new HashMap<>();
    private int next;

    /** A new slot for a key; any it had is forgotten. */
    int fresh(Object key) {
      slots.put(key, next);
      return next++;
    }

    int of(Object key) {
      Integer slot = slots.get(key);
      if (slot == null) {
        throw new IllegalStateException("no slot for " + key);
      }
      return slot;
    }
  }

  /** Keys of the slots that are no variables: a buffer's base, the call's batch and capacity. */
  record Base(Buffer buffer) {}

  static final Object BATCH = new Object();
  static final Object CAPACITY = new Object();

  /** Stands for the number of lanes in offsets of unrolled vectors. */
  static final Var LANES = new Var("lanes");

  /** A number, or a size that depends on the capacity of the memory. */
  void push(long value) {
    if (Capacity.in(value)) {
      pushCapacity();
      times(Capacity.slope(value));
      plus(Capacity.constant(value));
    } else if (value >= -1 && value <= 5) {
      m.visitInsn(ICONST_0 + (int) value);
    } else if (value == (byte) value) {
      m.visitIntInsn(BIPUSH, (int) value);
    } else if (value == (short) value) {
      m.visitIntInsn(SIPUSH, (int) value);
    } else {
      m.visitLdcInsn(Math.toIntExact(value));
    }
  }

  private void times(long factor) {
    if (factor != 1) {
      push(factor);
      m.visitInsn(IMUL);
    }
  }

  private void plus(long constant) {
    if (constant != 0) {
      push(constant);
      m.visitInsn(IADD);
    }
  }

  /** How many steps the memory has room for. */
  void pushCapacity() {
    m.visitVarInsn(ILOAD, locals.of(CAPACITY));
  }

  void push(float value) {
    if (Float.floatToRawIntBits(value) == 0 || value == 1 || value == 2) {
      m.visitInsn(FCONST_0 + (int) value);
    } else {
      m.visitLdcInsn(value);
    }
  }

  void pushVariable(Var var) {
    m.visitVarInsn(ILOAD, locals.of(var));
  }

  void push(Affine at) {
    push(at, false);
  }

  /**
   * The sum, outer loops first and constants last: {@code ((base + 784*b) + 28*y) + x) + 3}. C2
   * then finds what an inner loop does not change, and takes its bounds checks out of the loop.
   *
   * @param begun whether to add to what is on the stack
   */
  private void push(Affine at, boolean begun) {
    List<Var> order = new ArrayList<>(at.terms().keySet());
    order.sort(Comparator.comparingInt(v -> v == LANES ? Integer.MAX_VALUE : locals.of(v)));
    boolean add = begun;
    for (Var var : order) {
      pushVariable(var);
      times(at.coefficient(var));
      if (add) {
        m.visitInsn(IADD);
      }
      add = true;
    }
    if (!add) {
      push(at.constant());
    } else {
      plus(at.constant());
    }
  }

  /** The array and the index of an element. */
  void pushElement(Buffer buffer, Affine at, Expr row, long stride) {
    pushElement(buffer, at);
    if (row != null) {
      pushRow(row);
      push(stride);
      m.visitInsn(IMUL);
      m.visitInsn(IADD);
    }
  }

  /** An index: a whole number. */
  void pushRow(Expr row) {
    emit(row);
    m.visitInsn(F2I);
  }

  void pushElement(Buffer buffer, Affine at) {
    if (buffer.rows() != null) {
      Affine start = RowLoop.start(buffer.rows(), at);
      pushRow(buffer, start);
      push(at.plus(start.times(-1)));
      return;
    }
    m.visitVarInsn(ALOAD, locals.of(buffer));
    m.visitVarInsn(ILOAD, locals.of(new Base(buffer)));
    push(at, true);
  }

  /** The array of a row. */
  void pushRow(Buffer buffer, Affine start) {
    m.visitVarInsn(ALOAD, locals.of(buffer));
    m.visitVarInsn(ILOAD, locals.of(new Base(buffer)));
    Affine number = Affine.of(start.constant() / buffer.rows().length());
    for (Var var : start.terms().keySet()) {
      long rows = start.coefficient(var) / buffer.rows().length();
      number = number.plus(Affine.of(var).times(rows));
    }
    push(number, true);
    m.visitInsn(AALOAD);
  }

  void emit(Expr e) {
    e.accept(this);
  }

  @Override
  public Void constant(Expr.Const constant) {
    push(constant.value());
    return null;
  }

  @Override
  public Void access(Expr.Access access) {
    throw new IllegalStateException("a kernel has loads, not accesses");
  }

  @Override
  public Void load(Expr.Load load) {
    pushElement(load.buffer(), load.offset(), load.row(), load.stride());
    if (load.buffer().element() == Buffer.Element.I32) {
      m.visitInsn(IALOAD);
      m.visitInsn(I2F);
    } else {
      m.visitInsn(FALOAD);
    }
    return null;
  }

  @Override
  public Void read(Expr.Read read) {
    m.visitVarInsn(FLOAD, locals.of(read.local()));
    return null;
  }

  @Override
  public Void index(Expr.Index index) {
    push(index.value());
    m.visitInsn(I2F);
    return null;
  }

  @Override
  public Void size(Expr.Size size) {
    if (size.extent() instanceof Extent.Fixed f) {
      push((float) f.size());
    } else {
      m.visitVarInsn(ILOAD, locals.of(BATCH));
      m.visitInsn(I2F);
    }
    return null;
  }

  private void math(String name, String descriptor) {
    m.visitMethodInsn(INVOKESTATIC, "java/lang/Math", name, descriptor, false);
  }

  private void bits(boolean toInt) {
    String name = toInt ? "floatToRawIntBits" : "intBitsToFloat";
    String descriptor = toInt ? "(F)I" : "(I)F";
    m.visitMethodInsn(INVOKESTATIC, "java/lang/Float", name, descriptor, false);
  }

  @Override
  public Void unary(Expr.Unary unary) {
    emit(unary.operand());
    switch (unary.fn()) {
      case NEGATE:
        m.visitInsn(FNEG);
        break;
      case ABS:
        math("abs", "(F)F");
        break;
      case SQRT:
        m.visitInsn(F2D);
        math("sqrt", "(D)D");
        m.visitInsn(D2F);
        break;
      case POWER_OF_TWO:
        m.visitInsn(F2I);
        push(127);
        m.visitInsn(IADD);
        push(23);
        m.visitInsn(ISHL);
        bits(false);
        break;
      case EXPONENT:
        bits(true);
        push(23);
        m.visitInsn(ISHR);
        push(127);
        m.visitInsn(ISUB);
        m.visitInsn(I2F);
        break;
      default:
        bits(true);
        push(0x7fffff);
        m.visitInsn(IAND);
        push(0x3f800000);
        m.visitInsn(IOR);
        bits(false);
    }
    return null;
  }

  @Override
  public Void binary(Expr.Binary binary) {
    emit(binary.left());
    emit(binary.right());
    switch (binary.fn()) {
      case ADD:
        m.visitInsn(FADD);
        break;
      case SUBTRACT:
        m.visitInsn(FSUB);
        break;
      case MULTIPLY:
        m.visitInsn(FMUL);
        break;
      case DIVIDE:
        m.visitInsn(FDIV);
        break;
      case MIN:
        math("min", "(FF)F");
        break;
      case MAX:
        math("max", "(FF)F");
        break;
      case LESS:
        m.visitInsn(FCMPG);
        truth(IFGE);
        break;
      default:
        m.visitInsn(FCMPL);
        truth(IFNE);
    }
    return null;
  }

  /** 0 if the jump is taken, else 1. */
  private void truth(int jump) {
    Label no = new Label();
    Label done = new Label();
    m.visitJumpInsn(jump, no);
    m.visitInsn(FCONST_1);
    m.visitJumpInsn(GOTO, done);
    m.visitLabel(no);
    m.visitInsn(FCONST_0);
    m.visitLabel(done);
  }

  @Override
  public Void fma(Expr.Fma fma) {
    emit(fma.a());
    emit(fma.b());
    emit(fma.c());
    math("fma", "(FFF)F");
    return null;
  }

  @Override
  public Void select(Expr.Select select) {
    Label no = new Label();
    Label done = new Label();
    emit(select.condition());
    m.visitInsn(FCONST_0);
    m.visitInsn(FCMPL);
    m.visitJumpInsn(IFEQ, no);
    emit(select.whenTrue());
    m.visitJumpInsn(GOTO, done);
    m.visitLabel(no);
    emit(select.whenFalse());
    m.visitLabel(done);
    return null;
  }

  void store(Local local) {
    m.visitVarInsn(FSTORE, locals.fresh(local));
  }

  @Override
  public Void call(Expr.Call call) {
    emit(call.argument());
    store(call.function().parameter());
    for (Stmt let : call.function().body().body()) {
      emit(((Stmt.Let) let).value());
      store(((Stmt.Let) let).local());
    }
    emit(call.function().result());
    return null;
  }
}
