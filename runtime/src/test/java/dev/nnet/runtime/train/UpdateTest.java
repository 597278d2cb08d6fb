package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.LinearNetwork;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.parallel.Workers;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** LAMB beside algorithm 2 of the paper in double: weights by their norms, biases as Adam. */
class UpdateTest {
  /** Where the weights and the biases of the network lie. */
  private static final int[] W = {0, 2};

  private static final int[] B = {4, 5, 6};

  private static void follow(int[] where, boolean decays, double decay) {
    ModelSpec spec = new LinearNetwork().spec();
    Optimizer lamb = Optimizer.parse("lamb(0.1, weight_decay=" + decay + ")");
    float[] params = {0.5f, 0, -2, 0, 1, 0.25f, 3, 0};
    float[] gradients = new float[8];
    float[][] state = new float[2][8];
    int n = where.length;
    double[] p = new double[n];
    double[] m = new double[n];
    double[] v = new double[n];
    for (int k = 0; k < n; k++) {
      p[k] = params[where[k]];
    }
    Random random = new Random(3);
    try (Workers workers = new Workers(1)) {
      Touched all = Touched.everything(params.length);
      Update update =
          new Update(spec, spec.train(""), all, lamb, workers, params, gradients, state, null, 0);
      for (int step = 1; step <= 30; step++) {
        for (int k : new int[] {0, 2, 4, 5, 6}) {
          gradients[k] = (float) random.nextGaussian();
        }
        double[] u = new double[n];
        double weights = 0;
        double directions = 0;
        for (int k = 0; k < n; k++) {
          double g = gradients[where[k]];
          m[k] = 0.9 * m[k] + 0.1 * g;
          v[k] = 0.999 * v[k] + 0.001 * g * g;
          double mean = m[k] / (1 - Math.pow(0.9, step));
          u[k] = mean / (Math.sqrt(v[k] / (1 - Math.pow(0.999, step))) + 1e-6);
          u[k] += decays ? decay * p[k] : 0;
          weights += p[k] * p[k];
          directions += u[k] * u[k];
        }
        double ratio = decays ? Math.sqrt(weights / directions) : 1;
        update.apply(lamb, 0.1, step);
        for (int k = 0; k < n; k++) {
          p[k] -= 0.1 * ratio * u[k];
          assertThat((double) params[where[k]]).as("step %d", step).isCloseTo(p[k], within(2e-5));
        }
      }
      assertThat(new float[] {params[1], params[3], params[7]}).containsOnly(0);
    }
  }

  @Test
  void weightsMoveByTheirNorm() {
    follow(W, true, 0.1);
    follow(W, true, 0);
  }

  @Test
  void biasesDoNot() {
    follow(B, false, 0.1);
  }
}
