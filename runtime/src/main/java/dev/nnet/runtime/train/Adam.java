package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * Adam: {@code adam(lr, beta1=0.9, beta2=0.999, epsilon=1e-8)}. D. Kingma and J. Ba, Adam, 2015,
 * algorithm 1.
 *
 * <pre>
 *   m = beta1 * m + (1 - beta1) * g
 *   v = beta2 * v + (1 - beta2) * g^2
 *   p = p - lr * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * It has no weight decay: an L2 penalty is divided away by the square root; that is what {@link
 * AdamW} is for.
 */
record Adam(Schedule lr, double beta1, double beta2, float epsilon) implements Optimizer {
  static Adam of(Call call) {
    return read(call.bind("lr", "beta1", "beta2", "epsilon"), 1e-8);
  }

  /** The arguments that Adam, AdamW and LAMB share. */
  private static Adam read(Call bound, double epsilon) {
    return new Adam(
        Schedule.of(bound.argument("lr")),
        Optimizer.number(bound, "beta1", 0.9, 0, 1),
        Optimizer.number(bound, "beta2", 0.999, 0, 1),
        (float) Optimizer.number(bound, "epsilon", epsilon, 0, Double.POSITIVE_INFINITY));
  }

  /** What AdamW and LAMB are made of. */
  interface Decaying<T> {
    T of(Adam adam, double weightDecay, boolean decayAll);
  }

  /** Reads the arguments of an optimizer that is Adam with decoupled decay. */
  static <T> T decaying(Call call, double epsilon, Decaying<T> made) {
    Call bound = call.bind("lr", "beta1", "beta2", "epsilon", "weight_decay", "decay_all");
    double decay = Optimizer.number(bound, "weight_decay", 0.01, 0, Double.POSITIVE_INFINITY);
    return made.of(read(bound, epsilon), decay, bound.flag("decay_all", false));
  }

  @Override
  public int stateArrays() {
    return 2;
  }

  @Override
  public boolean decayAll() {
    return false;
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
    move(params, gradients, state, from, to, 1, lr, step);
  }

  /** The update of p times {@code keep}: decoupled decay shrinks the weight before the step. */
  void move(
      float[] params,
      float[] gradients,
      float[][] state,
      int from,
      int to,
      float keep,
      double lr,
      long step) {
    float[] m = state[0];
    float[] v = state[1];
    float old1 = (float) beta1;
    float new1 = (float) (1 - beta1);
    float old2 = (float) beta2;
    float new2 = (float) (1 - beta2);
    float rate = (float) (lr / (1 - StrictMath.pow(beta1, step)));
    float scale = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, step)));
    float tiny = epsilon;
    for (int k = from; k < to; k++) {
      float g = gradients[k];
      float mean = old1 * m[k] + new1 * g;
      float square = old2 * v[k] + new2 * (g * g);
      m[k] = mean;
      v[k] = square;
      params[k] = params[k] * keep - rate * mean / ((float) Math.sqrt(square) * scale + tiny);
    }
  }
}
