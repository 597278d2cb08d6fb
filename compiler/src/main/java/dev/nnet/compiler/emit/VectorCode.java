package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;

/**
 * Emits the expressions of a vector loop: a {@code FloatVector} is left on the stack. What does not
 * depend on the lane is computed as a scalar and broadcast.
 */
final class VectorCode extends ScalarCode {
  static final String PACKAGE = "jdk/incubator/vector/";
  static final String VECTOR = PACKAGE + "FloatVector";
  static final String SPECIES = PACKAGE + "VectorSpecies";
  private static final String INTS = PACKAGE + "IntVector";
  private static final String MASK = PACKAGE + "VectorMask";
  private static final String OPERATORS = PACKAGE + "VectorOperators";

  private final String owner;
  private final Set<Var> lanes;
  private final Set<Local> vectorLocals;
  private final ScalarCode scalar;

  /**
   * @param owner the class that holds SPECIES and LANES
   * @param lanes variables that run over the lanes
   * @param vectorLocals locals that hold vectors
   */
  VectorCode(
      MethodVisitor m, Locals locals, String owner, Set<Var> lanes, Set<Local> vectorLocals) {
    super(m, locals);
    this.owner = owner;
    this.lanes = lanes;
    this.vectorLocals = vectorLocals;
    this.scalar = new ScalarLanes(m, locals, owner);
  }

  /** Scalar code in which LANES is the class's constant. */
  static final class ScalarLanes extends ScalarCode {
    private final String owner;

    ScalarLanes(MethodVisitor m, Locals locals, String owner) {
      super(m, locals);
      this.owner = owner;
    }

    @Override
    void pushVariable(Var var) {
      if (var == LANES) {
        m.visitFieldInsn(GETSTATIC, owner, "LANES", "I");
      } else {
        super.pushVariable(var);
      }
    }
  }

  @Override
  void pushVariable(Var var) {
    scalar.pushVariable(var);
  }

  private void virtual(String type, String name, String descriptor) {
    m.visitMethodInsn(INVOKEVIRTUAL, type, name, descriptor, false);
  }

  private void pushSpecies() {
    m.visitFieldInsn(GETSTATIC, owner, "SPECIES", "L" + SPECIES + ";");
  }

  private void broadcast(Runnable value) {
    pushSpecies();
    value.run();
    m.visitMethodInsn(
        INVOKESTATIC, VECTOR, "broadcast", "(L" + SPECIES + ";F)L" + VECTOR + ";", false);
  }

  @Override
  void emit(Expr e) {
    if (varies(e)) {
      e.accept(this);
    } else {
      broadcast(() -> scalar.emit(e));
    }
  }

  /** Whether the value differs between lanes or is held as a vector. */
  private boolean varies(Expr e) {
    boolean[] found = {false};
    new dev.nnet.compiler.loop.ExprMap() {
      @Override
      protected Affine map(Affine index) {
        found[0] |= lanes.stream().anyMatch(index::uses);
        return index;
      }

      @Override
      protected Local map(Local local) {
        found[0] |= vectorLocals.contains(local);
        return local;
      }
    }.map(e);
    return found[0];
  }

  @Override
  void pushRow(Expr row) {
    scalar.pushRow(row);
  }

  void storeVector(Stmt.Store store) {
    emit(store.value());
    pushElement(store.buffer(), store.offset(), store.row(), store.stride());
    virtual(VECTOR, "intoArray", "([FI)V");
  }

  @Override
  void store(Local local) {
    vectorLocals.add(local);
    m.visitVarInsn(ASTORE, locals.fresh(local));
  }

  void set(Local local) {
    m.visitVarInsn(ASTORE, locals.of(local));
  }

  @Override
  public Void load(Expr.Load load) {
    pushSpecies();
    pushElement(load.buffer(), load.offset(), load.row(), load.stride());
    m.visitMethodInsn(
        INVOKESTATIC, VECTOR, "fromArray", "(L" + SPECIES + ";[FI)L" + VECTOR + ";", false);
    return null;
  }

  @Override
  public Void read(Expr.Read read) {
    m.visitVarInsn(ALOAD, locals.of(read.local()));
    return null;
  }

  @Override
  public Void index(Expr.Index index) {
    broadcast(() -> scalar.emit(index));
    push(lanes.stream().mapToLong(index.value()::coefficient).sum());
    virtual(VECTOR, "addIndex", "(I)L" + VECTOR + ";");
    return null;
  }

  private void self(String name) {
    virtual(VECTOR, name, "()L" + VECTOR + ";");
  }

  private void asInts() {
    virtual(VECTOR, "reinterpretAsInts", "()L" + INTS + ";");
  }

  private void ints(String name, int operand) {
    push(operand);
    virtual(INTS, name, "(I)L" + INTS + ";");
  }

  private void shift(String operator, int by) {
    m.visitFieldInsn(GETSTATIC, OPERATORS, operator, "L" + OPERATORS + "$Binary;");
    push(by);
    virtual(INTS, "lanewise", "(L" + OPERATORS + "$Binary;I)L" + INTS + ";");
  }

  private void asFloats() {
    virtual(INTS, "reinterpretAsFloats", "()L" + VECTOR + ";");
  }

  private void convert(String from, String conversion) {
    m.visitFieldInsn(GETSTATIC, OPERATORS, conversion, "L" + OPERATORS + "$Conversion;");
    push(0);
    String vector = "L" + PACKAGE + "Vector;";
    virtual(from, "convert", "(L" + OPERATORS + "$Conversion;I)" + vector);
  }

  @Override
  public Void unary(Expr.Unary unary) {
    emit(unary.operand());
    switch (unary.fn()) {
      case NEGATE:
        self("neg");
        break;
      case ABS:
        self("abs");
        break;
      case SQRT:
        self("sqrt");
        break;
      case POWER_OF_TWO:
        convert(VECTOR, "F2I");
        m.visitTypeInsn(CHECKCAST, INTS);
        ints("add", 127);
        shift("LSHL", 23);
        asFloats();
        break;
      case EXPONENT:
        asInts();
        shift("ASHR", 23);
        ints("sub", 127);
        convert(INTS, "I2F");
        m.visitTypeInsn(CHECKCAST, VECTOR);
        break;
      default:
        asInts();
        ints("and", 0x7fffff);
        ints("or", 0x3f800000);
        asFloats();
    }
    return null;
  }

  private static final Map<Expr.Binary.Fn, String> BINARY =
      Map.of(
          Expr.Binary.Fn.ADD, "add",
          Expr.Binary.Fn.SUBTRACT, "sub",
          Expr.Binary.Fn.MULTIPLY, "mul",
          Expr.Binary.Fn.DIVIDE, "div",
          Expr.Binary.Fn.MIN, "min",
          Expr.Binary.Fn.MAX, "max");

  /**
   * The least or greatest of a vector and a number that is neither 0 nor NaN: a comparison, where
   * the rules for -0 and NaN would cost six instructions.
   */
  private void limit(Expr.Binary binary) {
    Expr.Const limit = (Expr.Const) binary.right();
    emit(binary.left());
    m.visitInsn(DUP);
    compare(binary.fn() == Expr.Binary.Fn.MIN ? "GT" : "LT");
    broadcast(() -> push(limit.value()));
    compareVectors();
    push(limit.value());
    m.visitInsn(SWAP);
    virtual(VECTOR, "blend", "(FL" + MASK + ";)L" + VECTOR + ";");
  }

  private static boolean isLimit(Expr.Binary binary) {
    boolean extreme = binary.fn() == Expr.Binary.Fn.MIN || binary.fn() == Expr.Binary.Fn.MAX;
    return extreme
        && binary.right() instanceof Expr.Const c
        && c.value() != 0
        && !Float.isNaN(c.value());
  }

  @Override
  public Void binary(Expr.Binary binary) {
    if (isLimit(binary)) {
      limit(binary);
      return null;
    }
    if (BINARY.containsKey(binary.fn())) {
      emit(binary.left());
      emit(binary.right());
      String descriptor = "(L" + PACKAGE + "Vector;)L" + VECTOR + ";";
      virtual(VECTOR, BINARY.get(binary.fn()), descriptor);
      return null;
    }
    broadcast(() -> push(0f));
    push(1f);
    mask(binary);
    virtual(VECTOR, "blend", "(FL" + MASK + ";)L" + VECTOR + ";");
    return null;
  }

  /** The lanes where a comparison holds, or where a value is not 0. */
  private void mask(Expr condition) {
    boolean less = condition instanceof Expr.Binary b && b.fn() == Expr.Binary.Fn.LESS;
    boolean equal = condition instanceof Expr.Binary b && b.fn() == Expr.Binary.Fn.EQUAL;
    if (less || equal) {
      Expr.Binary comparison = (Expr.Binary) condition;
      emit(comparison.left());
      compare(less ? "LT" : "EQ");
      emit(comparison.right());
    } else {
      emit(condition);
      compare("NE");
      broadcast(() -> push(0f));
    }
    compareVectors();
  }

  private void compareVectors() {
    String descriptor = "(L" + OPERATORS + "$Comparison;L" + PACKAGE + "Vector;)L" + MASK + ";";
    virtual(VECTOR, "compare", descriptor);
  }

  private void compare(String operator) {
    m.visitFieldInsn(GETSTATIC, OPERATORS, operator, "L" + OPERATORS + "$Comparison;");
  }

  @Override
  public Void fma(Expr.Fma fma) {
    emit(fma.a());
    emit(fma.b());
    emit(fma.c());
    String vector = "L" + PACKAGE + "Vector;";
    virtual(VECTOR, "fma", "(" + vector + vector + ")L" + VECTOR + ";");
    return null;
  }

  @Override
  public Void select(Expr.Select select) {
    emit(select.whenFalse());
    emit(select.whenTrue());
    mask(select.condition());
    virtual(VECTOR, "blend", "(L" + PACKAGE + "Vector;L" + MASK + ";)L" + VECTOR + ";");
    return null;
  }
}
