package dev.nnet.compiler.op;

import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Expr.Unary;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.ScalarFunction;
import dev.nnet.compiler.loop.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The transcendental functions as polynomials in float arithmetic: the same operations, and so the
 * same bits, in the interpreter and in both emissions. {@code FunctionsTest} holds each to the
 * bound stated here against {@link StrictMath} in double.
 */
final class Functions {
  /**
   * e^x, at most 2 ulp off where the result is a normal number. x = n ln 2 + r with |r| <= ln 2 / 2
   * (two-term Cody and Waite reduction), e^r by its Taylor series to r^7 (truncation below 6e-9),
   * then 2^n in two factors so that subnormal results round once. 0 below -104, infinite above
   * 88.73.
   */
  static final ScalarFunction EXP = new Body("exp", Math::exp).exp();

  /**
   * ln x, at most 2 ulp off. x = m 2^e with m in [1/sqrt 2, sqrt 2); ln m = 2 atanh(s), s =
   * (m-1)/(m+1), by its Taylor series to s^11 (truncation below 1e-10). -infinity at 0, NaN below.
   */
  static final ScalarFunction LOG = new Body("log", Math::log).log();

  /**
   * tanh x, at most 4 ulp off, never beyond 1. A rational function x P(x^2) / Q(x^2) of degree (11,
   * 8), fitted to the smallest largest relative error on [0, 9]: 1.3e-9. Beyond |x| = 8.1, where
   * rounding could lead over 1, it stays at the value there: 1 - 1.2e-7.
   */
  static final ScalarFunction TANH = new Body("tanh", Math::tanh).tanh();

  /** 1 / (1 + e^-x) as (1 + tanh(x/2)) / 2: at most 2e-7 off absolutely. */
  static final ScalarFunction SIGMOID = new Body("sigmoid", x -> 1 / (1 + Math.exp(-x))).sigmoid();

  /**
   * erf x, at most 5 ulp off, never beyond 1. A rational function x P(x^2) / Q(x^2) of degree (11,
   * 10), fitted to the smallest largest relative error on [0, 3.93] as Cody (1969) does on shorter
   * pieces: 2e-8. Beyond, erf is 1 in float arithmetic.
   */
  static final ScalarFunction ERF = new Body("erf", Functions::erf).erf();

  private Functions() {}

  /**
   * erf x in double, at most 4 ulp off: 2/sqrt(pi) e^(-x^2) (x + 2x^3/3 + 4x^5/15 + ..), all terms
   * positive (Abramowitz and Stegun, 1964, 7.1.6).
   */
  static double erf(double x) {
    if (Math.abs(x) > 6 || x == 0) {
      return x == 0 ? x : Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum) / 4; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** Collects the lets of one function. */
  private static final class Body {
    private static final float ROUND = 0x1.8p23f; // adding and taking it away rounds to whole

    private final String name;
    private final DoubleUnaryOperator exact;
    private final Local parameter = new Local("x");
    private final Expr x = new Expr.Read(parameter);
    private final List<Stmt> lets = new ArrayList<>();

    Body(String name, DoubleUnaryOperator exact) {
      this.name = name;
      this.exact = exact;
    }

    private ScalarFunction returns(Expr result) {
      return new ScalarFunction(name, parameter, new Stmt.Block(null, lets), result, exact);
    }

    private Expr let(String local, Expr value) {
      Local l = new Local(local);
      lets.add(new Stmt.Let(l, value));
      return new Expr.Read(l);
    }

    private static Expr c(double value) {
      return Expr.constant(value);
    }

    private static Expr fma(Expr a, Expr b, Expr c) {
      return new Expr.Fma(a, b, c);
    }

    /** c[0] + c[1] t + c[2] t^2 + .. by Horner's rule. */
    private Expr polynomial(String local, Expr t, double... coefficients) {
      Expr sum = c(coefficients[coefficients.length - 1]);
      for (int i = coefficients.length - 2; i >= 0; i--) {
        sum = let(local + i, fma(sum, t, c(coefficients[i])));
      }
      return sum;
    }

    private Expr whole(String local, Expr value) {
      return let(local, Expr.subtract(Expr.add(value, c(ROUND)), c(ROUND)));
    }

    ScalarFunction exp() {
      Expr y = let("y", Expr.min(Expr.max(x, c(-104)), c(89)));
      Expr n = whole("n", Expr.multiply(y, c(1.4426950408889634)));
      // ln 2 in two parts; n times the first is exact
      Expr high = let("h", fma(n, c(-0.693359375), y));
      Expr r = let("r", fma(n, c(2.12194440054690583e-4), high));
      Expr p =
          polynomial("p", r, 1, 1, 1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0);
      Expr half = whole("m", Expr.multiply(n, c(0.5)));
      Expr first = let("a", Expr.multiply(p, power(half)));
      return returns(Expr.multiply(first, power(Expr.subtract(n, half))));
    }

    private static Expr power(Expr n) {
      return new Unary(Unary.Fn.POWER_OF_TWO, n);
    }

    ScalarFunction log() {
      // subnormals are scaled into the normal range first
      Expr tiny = let("tiny", Expr.less(x, c(Float.MIN_NORMAL)));
      Expr y = let("y", new Expr.Select(tiny, Expr.multiply(x, c(0x1p24)), x));
      Expr m0 = let("m0", new Unary(Unary.Fn.SIGNIFICAND, y));
      Expr big = let("big", Expr.less(c(1.4142135623730951), m0));
      Expr m = let("m", new Expr.Select(big, Expr.multiply(m0, c(0.5)), m0));
      Expr e0 = let("e0", Expr.add(new Unary(Unary.Fn.EXPONENT, y), big));
      Expr e = let("e", Expr.subtract(e0, Expr.multiply(tiny, c(24))));
      Expr f = let("f", Expr.subtract(m, c(1)));
      Expr s = let("s", Expr.divide(f, Expr.add(m, c(1))));
      Expr t = let("t", Expr.multiply(s, s));
      Expr p = polynomial("p", t, 2 / 3.0, 2 / 5.0, 2 / 7.0, 2 / 9.0, 2 / 11.0);
      // ln m = 2s + s t p, and 2s = f - s f: keeps the bits of f
      Expr tail = let("tail", Expr.multiply(s, Expr.subtract(Expr.multiply(t, p), f)));
      Expr low = let("low", fma(e, c(-2.12194440054690583e-4), tail));
      Expr sum = let("sum", fma(e, c(0.693359375), Expr.add(low, f)));
      Expr finite = Expr.less(x, c(Float.POSITIVE_INFINITY));
      Expr positive = Expr.less(c(0), x);
      Expr edge =
          new Expr.Select(
              Expr.equal(x, c(0)),
              c(Float.NEGATIVE_INFINITY),
              new Expr.Select(positive, x, c(Float.NaN))); // x is +infinity or NaN here
      return returns(new Expr.Select(Expr.multiply(finite, positive), sum, edge));
    }

    private Expr tanhOf(Expr argument) {
      Expr y = let("y", Expr.max(Expr.min(argument, c(8.1)), c(-8.1)));
      Expr t = let("t", Expr.multiply(y, y));
      Expr p =
          polynomial(
              "p",
              t,
              0.9999999987315449,
              0.13680855110056733,
              0.0038695062926138086,
              2.803127536555852e-05,
              3.064243933985427e-08,
              -1.2246179586350017e-11);
      Expr q =
          polynomial(
              "q",
              t,
              1,
              0.4701418720253236,
              0.02725015046673838,
              0.00039407103326822765,
              1.2890325640289872e-06);
      return Expr.divide(Expr.multiply(y, p), q);
    }

    ScalarFunction tanh() {
      return returns(tanhOf(x));
    }

    ScalarFunction erf() {
      Expr y = let("y", Expr.max(Expr.min(x, c(3.93)), c(-3.93)));
      Expr t = let("t", Expr.multiply(y, y));
      Expr p =
          polynomial(
              "p",
              t,
              1.128379145970734,
              0.19074071709862362,
              0.052783937857840959,
              0.0037775931730630294,
              0.00028473575178021358,
              2.0419369923248819e-6);
      Expr q =
          polynomial(
              "q",
              t,
              1,
              0.50237228969144206,
              0.11423911977695899,
              0.014993408224241931,
              0.0011646732980335347,
              3.799992353564504e-5);
      Expr near = let("near", Expr.divide(Expr.multiply(y, p), q));
      return returns(Expr.max(Expr.min(near, c(1)), c(-1)));
    }

    ScalarFunction sigmoid() {
      Expr t = let("th", tanhOf(let("half", Expr.multiply(x, c(0.5)))));
      return returns(fma(t, c(0.5), c(0.5)));
    }
  }
}
