package dev.nnet.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.loop.Evaluator;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ScalarFunction;
import dev.nnet.compiler.loop.Var;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The stated error bounds, over floats of all sizes, against StrictMath in double. */
class FunctionsTest {
  private static final Evaluator.Environment NOTHING =
      new Evaluator.Environment() {
        @Override
        public double load(Expr.Load load) {
          throw new IllegalStateException();
        }

        @Override
        public double access(Expr.Access access) {
          throw new IllegalStateException();
        }

        @Override
        public long variable(Var var) {
          throw new IllegalStateException();
        }

        @Override
        public long batch() {
          return 1;
        }
      };

  private static float apply(ScalarFunction f, float x) {
    Expr call = new Expr.Call(f, new Expr.Const(x));
    return (float) new Evaluator(true, NOTHING).evaluate(call);
  }

  /** The largest error in units of the last place, over every 4099th float between the bounds. */
  private static double worst(ScalarFunction f, DoubleUnaryOperator exact, float from, float to) {
    double worst = 0;
    for (int bits = Float.floatToRawIntBits(from);
        bits <= Float.floatToRawIntBits(to);
        bits += 4099) {
      float x = Float.intBitsToFloat(bits);
      double expected = exact.applyAsDouble(x);
      worst = Math.max(worst, Math.abs(apply(f, x) - expected) / Math.ulp((float) expected));
    }
    return worst;
  }

  @Test
  void expIsWithinTwoUlp() {
    assertThat(worst(Functions.EXP, StrictMath::exp, 1e-20f, 88.7f)).isLessThan(2);
    assertThat(apply(Functions.EXP, 0f)).isEqualTo(1f);
    assertThat(apply(Functions.EXP, 89f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(apply(Functions.EXP, -105f)).isZero();
    assertThat(apply(Functions.EXP, Float.NaN)).isNaN();
  }

  @Test
  void logIsWithinTwoUlp() {
    assertThat(worst(Functions.LOG, StrictMath::log, Float.MIN_VALUE, 0.9f)).isLessThan(2);
    assertThat(worst(Functions.LOG, StrictMath::log, 1.1f, Float.MAX_VALUE)).isLessThan(2);
    assertThat(apply(Functions.LOG, 1f)).isZero();
    assertThat(apply(Functions.LOG, 0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(apply(Functions.LOG, -1f)).isNaN();
    assertThat(apply(Functions.LOG, Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void tanhIsWithinFourUlpAndNeverBeyondOne() {
    assertThat(worst(Functions.TANH, StrictMath::tanh, 1e-20f, 9f)).isLessThan(4);
    for (float x = 0; x < 12; x += 1e-3f) {
      assertThat(Math.abs(apply(Functions.TANH, x))).isLessThanOrEqualTo(1f);
      assertThat(apply(Functions.TANH, -x)).isEqualTo(-apply(Functions.TANH, x));
    }
    assertThat(apply(Functions.TANH, Float.POSITIVE_INFINITY)).isBetween(1 - 1.3e-7f, 1f);
    assertThat(apply(Functions.TANH, Float.NaN)).isNaN();
  }

  @Test
  void erfIsWithinFiveUlpAndNeverBeyondOne() {
    assertThat(worst(Functions.ERF, Functions::erf, 1e-20f, 9f)).isLessThan(5);
    for (float x = 0; x < 9; x += 1e-3f) {
      assertThat(apply(Functions.ERF, x)).isLessThanOrEqualTo(1f);
      assertThat(apply(Functions.ERF, -x)).isEqualTo(-apply(Functions.ERF, x));
    }
    assertThat(apply(Functions.ERF, Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(apply(Functions.ERF, Float.NaN)).isNaN();
  }

  /** What erf is held against, beside the values of mpmath. */
  @Test
  void erfInDoubleIsThatOfTheTables() {
    double[][] known = {
      {0.01, 0.011283415555849617},
      {0.5, 0.5204998778130465},
      {1, 0.8427007929497149},
      {2, 0.9953222650189527},
      {3, 0.9999779095030014},
      {5.5, 0.9999999999999926}
    };
    for (double[] pair : known) {
      assertThat(Math.abs(Functions.erf(pair[0]) - pair[1])).isLessThan(4 * Math.ulp(pair[1]));
      assertThat(Functions.erf(-pair[0])).isEqualTo(-Functions.erf(pair[0]));
    }
    assertThat(Functions.erf(Double.NaN)).isNaN();
    assertThat(Functions.erf(7)).isEqualTo(1);
  }

  @Test
  void sigmoidIsWithinItsBound() {
    for (float x = -20; x < 20; x += 1e-3f) {
      double expected = 1 / (1 + StrictMath.exp(-x));
      assertThat(Math.abs(apply(Functions.SIGMOID, x) - expected)).isLessThan(2e-7);
    }
  }
}
