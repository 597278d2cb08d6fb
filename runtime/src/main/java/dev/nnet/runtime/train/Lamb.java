package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * LAMB: {@code lamb(lr, beta1=0.9, beta2=0.999, epsilon=1e-6, weight_decay=0.01, decay_all=false)}.
 * Y. You et al., Large Batch Optimization for Deep Learning, 2020, algorithm 2.
 *
 * <pre>
 *   m, v as in Adam
 *   u = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) + weight_decay * p
 *   p = p - lr * |p| / |u| * u            norms over one tensor of weights
 * </pre>
 *
 * Biases and scales of norms neither decay nor take part in the ratio: their step is lr * u, as in
 * the authors' own runs. Where a norm is 0 the ratio is 1. The paper's phi is the identity.
 */
record Lamb(Adam adam, double weightDecay, boolean decayAll) implements Optimizer {
  static Lamb of(Call call) {
    return Adam.decaying(call, 1e-6, Lamb::new);
  }

  @Override
  public Schedule lr() {
    return adam.lr();
  }

  @Override
  public int stateArrays() {
    return adam.stateArrays();
  }

  @Override
  public boolean layerwise() {
    return true;
  }

  /** Puts u in the gradients' place. */
  @Override
  public void update(
      float[] params,
      float[] gradients,
      float[][] state,
      int from,
      int to,
      boolean decay,
      double lr,
      long step) {
    float[] m = state[0];
    float[] v = state[1];
    float old1 = (float) adam.beta1();
    float new1 = (float) (1 - adam.beta1());
    float old2 = (float) adam.beta2();
    float new2 = (float) (1 - adam.beta2());
    float unbias = (float) (1 / (1 - StrictMath.pow(adam.beta1(), step)));
    float scale = (float) (1 / Math.sqrt(1 - StrictMath.pow(adam.beta2(), step)));
    float tiny = adam.epsilon();
    float penalty = decay ? (float) weightDecay : 0;
    for (int k = from; k < to; k++) {
      float g = gradients[k];
      float mean = old1 * m[k] + new1 * g;
      float square = old2 * v[k] + new2 * (g * g);
      m[k] = mean;
      v[k] = square;
      float direction = unbias * mean / ((float) Math.sqrt(square) * scale + tiny);
      gradients[k] = direction + penalty * params[k];
    }
  }
}
