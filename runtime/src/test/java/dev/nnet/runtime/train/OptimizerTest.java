package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fifty steps of each optimiser against the published update, one weight at a time in double. */
class OptimizerTest {
  private static final int STEPS = 50;
  private static final int COUNT = 5;

  /** One weight's history as the paper has it. */
  private interface Reference {
    double next(double weight, double gradient, double[] state, double lr, int step);
  }

  private static void follows(String text, boolean decay, Reference reference) {
    Optimizer optimizer = Optimizer.parse(text);
    Random random = new Random(5);
    float[] params = new float[COUNT];
    double[] expected = new double[COUNT];
    for (int k = 0; k < COUNT; k++) {
      params[k] = random.nextFloat() - 0.5f;
      expected[k] = params[k];
    }
    float[][] state = new float[optimizer.stateArrays()][COUNT];
    double[][] history = new double[COUNT][2];
    for (int step = 1; step <= STEPS; step++) {
      double lr = 0.05 / step;
      float[] gradients = new float[COUNT];
      for (int k = 0; k < COUNT; k++) {
        gradients[k] = (float) random.nextGaussian();
        expected[k] = reference.next(expected[k], gradients[k], history[k], lr, step);
      }
      optimizer.update(params, gradients, state, 0, COUNT, decay, lr, step);
      for (int k = 0; k < COUNT; k++) {
        assertThat((double) params[k])
            .as("%s, weight %d after %d steps", text, k, step)
            .isCloseTo(expected[k], within(2e-6));
      }
    }
  }

  private static Reference sgd(double momentum, boolean nesterov, double decay) {
    return (p, gradient, state, lr, step) -> {
      double g = gradient + decay * p;
      state[0] = momentum * state[0] + g;
      return p - lr * (nesterov ? g + momentum * state[0] : state[0]);
    };
  }

  private static Reference adam(double beta1, double beta2, double epsilon, double decay) {
    return (p, g, state, lr, step) -> {
      state[0] = beta1 * state[0] + (1 - beta1) * g;
      state[1] = beta2 * state[1] + (1 - beta2) * g * g;
      double mean = state[0] / (1 - Math.pow(beta1, step));
      double square = state[1] / (1 - Math.pow(beta2, step));
      return p - lr * decay * p - lr * mean / (Math.sqrt(square) + epsilon);
    };
  }

  @Test
  void descends() {
    follows("sgd(lr=0.1)", true, sgd(0, false, 0));
    follows("sgd(lr=0.1, weight_decay=0.1)", true, sgd(0, false, 0.1));
    follows("sgd(lr=0.1, weight_decay=0.1)", false, sgd(0, false, 0));
  }

  @Test
  void descendsWithMomentum() {
    follows("sgd(lr=0.1, momentum=0.9)", true, sgd(0.9, false, 0));
    follows("sgd(lr=0.1, momentum=0.8, weight_decay=0.1)", true, sgd(0.8, false, 0.1));
    follows("sgd(lr=0.1, momentum=0.8, weight_decay=0.1)", false, sgd(0.8, false, 0));
  }

  @Test
  void descendsWithNesterovsMomentum() {
    follows("sgd(0.1, 0.9, true)", true, sgd(0.9, true, 0));
    follows("sgd(0.1, 0.9, nesterov=true, weight_decay=0.1)", true, sgd(0.9, true, 0.1));
  }

  @Test
  void adapts() {
    follows("adam(lr=0.1)", true, adam(0.9, 0.999, 1e-8, 0));
    follows("adam(0.1, beta1=0.5, beta2=0.9, epsilon=0.01)", true, adam(0.5, 0.9, 0.01, 0));
  }

  @Test
  void adaptsWithDecoupledDecay() {
    follows("adamw(lr=0.1)", true, adam(0.9, 0.999, 1e-8, 0.01));
    follows("adamw(lr=0.1, weight_decay=0.2)", true, adam(0.9, 0.999, 1e-8, 0.2));
    follows("adamw(lr=0.1, weight_decay=0.2)", false, adam(0.9, 0.999, 1e-8, 0));
  }

  @Test
  void dividesByTheRootOfTheMeanSquare() {
    follows("rmsprop(lr=0.1)", true, rmsprop(0.9, 1e-8, 0, 0));
    follows("rmsprop(0.1, decay=0.5, epsilon=0.01)", true, rmsprop(0.5, 0.01, 0, 0));
    follows("rmsprop(0.1, momentum=0.8, weight_decay=0.1)", true, rmsprop(0.9, 1e-8, 0.8, 0.1));
    follows("rmsprop(0.1, momentum=0.8, weight_decay=0.1)", false, rmsprop(0.9, 1e-8, 0.8, 0));
  }

  private static Reference rmsprop(double decay, double epsilon, double momentum, double penalty) {
    return (p, gradient, state, lr, step) -> {
      double g = gradient + penalty * p;
      state[0] = decay * state[0] + (1 - decay) * g * g;
      state[1] = momentum * state[1] + g / (Math.sqrt(state[0]) + epsilon);
      return p - lr * state[1];
    };
  }

  @Test
  void dividesByTheRootOfAllSquares() {
    follows("adagrad(lr=0.1)", true, adagrad(1e-10, 0));
    follows("adagrad(lr=0.1, epsilon=0.1, weight_decay=0.2)", true, adagrad(0.1, 0.2));
    follows("adagrad(lr=0.1, weight_decay=0.2)", false, adagrad(1e-10, 0));
  }

  private static Reference adagrad(double epsilon, double penalty) {
    return (p, gradient, state, lr, step) -> {
      double g = gradient + penalty * p;
      state[0] += g * g;
      return p - lr * g / (Math.sqrt(state[0]) + epsilon);
    };
  }

  /** Whatever the gradient, Adam's first step has the length of the rate. */
  @Test
  void firstStepOfAdamIsTheRate() {
    float[] params = new float[3];
    float[] gradients = {1e-3f, -5, 1e6f};
    Optimizer.parse("adam(lr=0.5)").update(params, gradients, new float[2][3], 0, 3, true, 0.5, 1);
    assertThat(params).containsExactly(new float[] {-0.5f, 0.5f, -0.5f}, within(1e-5f));
  }

  /** Worked by hand in numbers that floats hold exactly. */
  @Test
  void givesTheExactBits() {
    float[] params = {1};
    float[][] state = new float[1][1];
    Optimizer nesterov =
        Optimizer.parse("sgd(0.5, momentum=0.5, nesterov=true, weight_decay=0.25)");
    nesterov.update(params, new float[] {0.75f}, state, 0, 1, true, 0.5, 1);
    assertThat(state[0]).containsExactly(1f); // g = 0.75 + 0.25 * 1
    assertThat(params).containsExactly(0.25f); // 1 - 0.5 * (1 + 0.5 * 1)
    nesterov.update(params, new float[] {0}, state, 0, 1, false, 0.5, 2);
    assertThat(state[0]).containsExactly(0.5f);
    assertThat(params).containsExactly(0.125f); // 0.25 - 0.5 * (0 + 0.5 * 0.5)
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd(0.1, 0.9, weight_decay=0.1)",
        "sgd(0.1)",
        "adam(0.1)",
        "adamw(0.1)",
        "rmsprop(0.1)",
        "adagrad(0.1)"
      })
  void updatesItsRangeOnlyAndKeepsPaddingZero(String text) {
    Optimizer optimizer = Optimizer.parse(text);
    float[] params = {1, 1, 0, 1, 1};
    float[] gradients = {1, 1, 0, 1, 1};
    optimizer.update(params, gradients, new float[2][5], 1, 4, true, 0.1, 1);
    assertThat(params[0]).isEqualTo(1);
    assertThat(params[4]).isEqualTo(1);
    assertThat(params[1]).isLessThan(1).isEqualTo(params[3]);
    assertThat(Float.floatToRawIntBits(params[2])).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lion(0.1)                   | unknown optimizer 'lion'; there are adagrad, adam, adamw, lamb, rmsprop, sgd",
        "adagrad(0.1, epsilon=0)     | adagrad: epsilon is 0.0, not in",
        "lamb(0.1, weight_decay=-1)  | lamb: weight_decay is -1.0, not in [0.0, Infinity)",
        "sgd                         | sgd needs 'lr'",
        "sgd(-1)                     | a learning rate or its factor cannot be -1.0",
        "sgd(0.1, momentum=1)        | sgd: momentum is 1.0, not in [0.0, 1.0)",
        "sgd(0.1, nesterov=true)     | sgd: nesterov needs a momentum",
        "sgd(0.1, 0.9, yes)          | sgd: nesterov is true or false, not yes",
        "sgd(0.1, weight_decay=-1)   | sgd: weight_decay is -1.0, not in [0.0, Infinity)",
        "adam(0.1, weight_decay=0.1) | adam has no argument 'weight_decay'; it has lr, beta1, beta2, epsilon",
        "adam(0.1, beta2=1)          | adam: beta2 is 1.0, not in [0.0, 1.0)",
        "adamw(lr=fast)              | lr is a number, not fast"
      })
  void saysWhatIsWrongWithACall(String text, String message) {
    assertThatThrownBy(() -> Optimizer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
