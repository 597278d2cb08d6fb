package dev.nnet.compiler.loop;

import java.util.HashMap;
import java.util.Map;

/**
 * The meaning of an expression: the obvious computation, in float or, for numeric gradients, in
 * double.
 *
 * <p>Float mode computes in double and rounds each operation once, which gives float's own result
 * for + - * / and sqrt (double has more than twice the digits); fma is {@link Math#fma(float,
 * float, float)}. Double mode takes functions from their exact definition.
 */
public final class Evaluator implements Expr.Visitor<Double> {
  /** What an expression reads. */
  public interface Environment {
    double load(Expr.Load load);

    double access(Expr.Access access);

    long variable(Var var);

    long batch();
  }

  private final boolean single;
  private final Environment environment;
  private final Map<Local, Double> locals = new HashMap<>();

  public Evaluator(boolean single, Environment environment) {
    this.single = single;
    this.environment = environment;
  }

  public double evaluate(Expr e) {
    return e.accept(this);
  }

  public void set(Local local, double value) {
    locals.put(local, value);
  }

  private double round(double value) {
    return single ? (float) value : value;
  }

  @Override
  public Double constant(Expr.Const constant) {
    return (double) constant.value();
  }

  @Override
  public Double access(Expr.Access access) {
    return environment.access(access);
  }

  @Override
  public Double load(Expr.Load load) {
    return environment.load(load);
  }

  @Override
  public Double read(Expr.Read read) {
    return locals.get(read.local());
  }

  @Override
  public Double index(Expr.Index index) {
    return (double) index.value().evaluate(environment::variable);
  }

  @Override
  public Double size(Expr.Size size) {
    return (double) size.extent().size(environment.batch());
  }

  @Override
  public Double unary(Expr.Unary unary) {
    double x = evaluate(unary.operand());
    switch (unary.fn()) {
      case NEGATE:
        return -x;
      case ABS:
        return Math.abs(x);
      case SQRT:
        return round(Math.sqrt(x));
      case POWER_OF_TWO:
        return (double) Float.intBitsToFloat((int) x + 127 << 23);
      case EXPONENT:
        return (double) (Float.floatToRawIntBits((float) x) >> 23) - 127;
      default:
        int bits = Float.floatToRawIntBits((float) x);
        return (double) Float.intBitsToFloat(bits & 0x7fffff | 0x3f800000);
    }
  }

  @Override
  public Double binary(Expr.Binary binary) {
    double a = evaluate(binary.left());
    double b = evaluate(binary.right());
    switch (binary.fn()) {
      case ADD:
        return round(a + b);
      case SUBTRACT:
        return round(a - b);
      case MULTIPLY:
        return round(a * b);
      case DIVIDE:
        return round(a / b);
      case MIN:
        return Math.min(a, b);
      case MAX:
        return Math.max(a, b);
      case LESS:
        return a < b ? 1.0 : 0.0;
      default:
        return a == b ? 1.0 : 0.0;
    }
  }

  @Override
  public Double fma(Expr.Fma fma) {
    double a = evaluate(fma.a());
    double b = evaluate(fma.b());
    double c = evaluate(fma.c());
    return single ? (double) Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
  }

  @Override
  public Double select(Expr.Select select) {
    double whenTrue = evaluate(select.whenTrue());
    double whenFalse = evaluate(select.whenFalse());
    return evaluate(select.condition()) != 0 ? whenTrue : whenFalse;
  }

  @Override
  public Double call(Expr.Call call) {
    double x = evaluate(call.argument());
    ScalarFunction f = call.function();
    if (!single) {
      return f.exact().applyAsDouble(x);
    }
    locals.put(f.parameter(), x);
    for (Stmt let : f.body().body()) {
      Stmt.Let l = (Stmt.Let) let;
      locals.put(l.local(), evaluate(l.value()));
    }
    return evaluate(f.result());
  }
}
