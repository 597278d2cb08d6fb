package dev.nnet.runtime.train;

import dev.nnet.runtime.text.Call;

/**
 * Adam with decoupled weight decay: {@code adamw(lr, beta1=0.9, beta2=0.999, epsilon=1e-8,
 * weight_decay=0.01, decay_all=false)}. I. Loshchilov and F. Hutter, Decoupled Weight Decay
 * Regularization, 2019, algorithm 2.
 *
 * <pre>
 *   p = p * (1 - lr * weight_decay)        then as Adam
 * </pre>
 *
 * As in PyTorch the decay is multiplied by the scheduled rate (the paper multiplies it by the
 * schedule's factor alone).
 */
record AdamW(Adam adam, double weightDecay, boolean decayAll) implements Optimizer {
  static AdamW of(Call call) {
    return Adam.decaying(call, 1e-8, AdamW::new);
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
  public void update(
      float[] params,
      float[] gradients,
      float[][] state,
      int from,
      int to,
      boolean decay,
      double lr,
      long step) {
    float keep = decay ? (float) (1 - lr * weightDecay) : 1;
    adam.move(params, gradients, state, from, to, keep, lr, step);
  }
}
