package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * RMSProp: {@code rmsprop(lr, decay=0.9, epsilon=1e-8, momentum=0, weight_decay=0,
 * decay_all=false)}. T. Tieleman and G. Hinton, lecture 6.5 of Neural Networks for Machine
 * Learning, 2012.
 *
 * <pre>
 *   g = gradient + weight_decay * p
 *   s = decay * s + (1 - decay) * g^2
 *   v = momentum * v + g / (sqrt(s) + epsilon)
 *   p = p - lr * v
 * </pre>
 *
 * As in PyTorch epsilon stands outside the root (TensorFlow puts it inside).
 */
record Rmsprop(
    Schedule lr, double decay, float epsilon, float momentum, float weightDecay, boolean decayAll)
    implements Optimizer {

  static Rmsprop of(Call call) {
    Call bound = call.bind("lr", "decay", "epsilon", "momentum", "weight_decay", "decay_all");
    return new Rmsprop(
        Schedule.of(bound.argument("lr")),
        Optimizer.number(bound, "decay", 0.9, 0, 1),
        (float) Optimizer.number(bound, "epsilon", 1e-8, Float.MIN_VALUE, Double.POSITIVE_INFINITY),
        (float) Optimizer.number(bound, "momentum", 0, 0, 1),
        (float) Optimizer.number(bound, "weight_decay", 0, 0, Double.POSITIVE_INFINITY),
        bound.flag("decay_all", false));
  }

  @Override
  public int stateArrays() {
    return momentum == 0 ? 1 : 2;
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
    float old = (float) decay;
    float fresh = (float) (1 - decay);
    float tiny = epsilon;
    float mu = momentum;
    float[] squares = state[0];
    float[] v = state[state.length - 1];
    boolean plain = mu == 0;
    for (int k = from; k < to; k++) {
      float g = gradients[k] + penalty * params[k];
      float square = old * squares[k] + fresh * (g * g);
      squares[k] = square;
      float velocity = g / ((float) Math.sqrt(square) + tiny);
      if (!plain) {
        velocity += mu * v[k];
        v[k] = velocity;
      }
      params[k] -= rate * velocity;
    }
  }
}
