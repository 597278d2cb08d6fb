package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * Stochastic gradient descent: {@code sgd(lr, momentum=0, nesterov=false, weight_decay=0,
 * decay_all=false)}.
 *
 * <pre>
 *   g = gradient + weight_decay * p
 *   v = momentum * v + g
 *   p = p - lr * v                        nesterov: p - lr * (g + momentum * v)
 * </pre>
 *
 * This is PyTorch's convention: the rate multiplies the velocity when it is used, not when it is
 * gathered, so that a change of rate acts at once. I. Sutskever et al., On the importance of
 * initialization and momentum in deep learning, 2013, eq. 1 to 4, is the same for a constant rate.
 * Weight decay is an L2 penalty, added to the gradient.
 */
record Sgd(Schedule lr, float momentum, boolean nesterov, float weightDecay, boolean decayAll)
    implements Optimizer {

  static Sgd of(Call call) {
    Call bound = call.bind("lr", "momentum", "nesterov", "weight_decay", "decay_all");
    Sgd sgd =
        new Sgd(
            Schedule.of(bound.argument("lr")),
            (float) Optimizer.number(bound, "momentum", 0, 0, 1),
            bound.flag("nesterov", false),
            (float) Optimizer.number(bound, "weight_decay", 0, 0, Double.POSITIVE_INFINITY),
            bound.flag("decay_all", false));
    if (sgd.nesterov && sgd.momentum == 0) {
      throw new IllegalArgumentException("sgd: nesterov needs a momentum");
    }
    return sgd;
  }

  @Override
  public int stateArrays() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public boolean still(boolean decay) {
    return momentum == 0 && !(decay && weightDecay > 0);
  }

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
    float rate = (float) lr;
    float penalty = decay ? weightDecay : 0;
    if (momentum == 0) {
      for (int k = from; k < to; k++) {
        params[k] -= rate * (gradients[k] + penalty * params[k]);
      }
    } else if (nesterov) {
      withNesterov(params, gradients, state[0], from, to, penalty, rate);
    } else {
      withMomentum(params, gradients, state[0], from, to, penalty, rate);
    }
  }

  private void withMomentum(
      float[] params, float[] gradients, float[] v, int from, int to, float penalty, float rate) {
    float mu = momentum;
    for (int k = from; k < to; k++) {
      float velocity = mu * v[k] + (gradients[k] + penalty * params[k]);
      v[k] = velocity;
      params[k] -= rate * velocity;
    }
  }

  private void withNesterov(
      float[] params, float[] gradients, float[] v, int from, int to, float penalty, float rate) {
    float mu = momentum;
    for (int k = from; k < to; k++) {
      float g = gradients[k] + penalty * params[k];
      float velocity = mu * v[k] + g;
      v[k] = velocity;
      params[k] -= rate * (g + mu * velocity);
    }
  }
}
