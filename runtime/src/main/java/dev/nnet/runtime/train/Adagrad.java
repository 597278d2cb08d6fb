package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * Adagrad: {@code adagrad(lr, epsilon=1e-10, weight_decay=0, decay_all=false)}. J. Duchi, E. Hazan
 * and Y. Singer, Adaptive Subgradient Methods, 2011, figure 1 with a diagonal matrix.
 *
 * <pre>
 *   g = gradient + weight_decay * p
 *   s = s + g^2
 *   p = p - lr * g / (sqrt(s) + epsilon)
 * </pre>
 *
 * As in PyTorch epsilon stands outside the root (the paper's delta, too). Weight decay is an L2
 * penalty, added to the gradient.
 */
record Adagrad(Schedule lr, float epsilon, float weightDecay, boolean decayAll)
    implements Optimizer {
  static Adagrad of(Call call) {
    Call bound = call.bind("lr", "epsilon", "weight_decay", "decay_all");
    return new Adagrad(
        Schedule.of(bound.argument("lr")),
        (float)
            Optimizer.number(bound, "epsilon", 1e-10, Float.MIN_VALUE, Double.POSITIVE_INFINITY),
        (float) Optimizer.number(bound, "weight_decay", 0, 0, Double.POSITIVE_INFINITY),
        bound.flag("decay_all", false));
  }

  @Override
  public int stateArrays() {
    return 1;
  }

  @Override
  public boolean still(boolean decay) {
    return !(decay && weightDecay > 0);
  }

  @Override
  public void update(
      float[] params,
      float[] gradients,
      float[][] state,
      int from,
      int to,
      boolean decays,
      double lr,
      long step) {
    float rate = (float) lr;
    float penalty = decays ? weightDecay : 0;
    float tiny = epsilon;
    float[] squares = state[0];
    for (int k = from; k < to; k++) {
      float g = gradients[k] + penalty * params[k];
      float square = squares[k] + g * g;
      squares[k] = square;
      params[k] -= rate * g / ((float) Math.sqrt(square) + tiny);
    }
  }
}
