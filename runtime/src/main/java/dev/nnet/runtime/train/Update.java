package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.parallel.Workers;
import java.util.List;

/**
 * One optimiser step over all parameters, shared among workers by ranges.
 *
 * <pre>
 *   params   | weight (decay) | bias | weight (decay)          |
 *   segments |        0       |   1  |        2                |
 *   workers  |        worker 0            |      worker 1      |
 * </pre>
 */
final class Update implements Workers.Task {
  /** Below this many floats per worker, waking the others costs more than it saves. */
  private static final int GRAIN = 1 << 15;

  private static final int CACHE_LINE = 16;

  private final Workers workers;
  private final float[] params;
  private final float[] gradients;
  private final float[][] state;

  /** Where each run of parameters of equal decay ends, and whether it decays. */
  private final int[] ends;

  private final boolean[] decays;

  private Optimizer optimizer;
  private double lr;
  private long step;

  Update(
      ModelSpec spec,
      Optimizer optimizer,
      Workers workers,
      float[] params,
      float[] gradients,
      float[][] state) {
    this.workers = workers;
    this.params = params;
    this.gradients = gradients;
    this.state = state;
    List<ParameterSpec> parameters = spec.parameters();
    int[] found = new int[parameters.size() + 1];
    boolean[] decay = new boolean[parameters.size() + 1];
    int count = 0;
    for (ParameterSpec parameter : parameters) {
      boolean decays = parameter.decay() || optimizer.decayAll();
      if (count == 0 || decay[count - 1] != decays) {
        decay[count++] = decays;
      }
      found[count - 1] = parameter.end();
    }
    this.ends = java.util.Arrays.copyOf(found, count);
    this.decays = java.util.Arrays.copyOf(decay, count);
  }

  /**
   * Applies the gradients.
   *
   * @param optimizer the one of the constructor, or the same with another rate
   */
  void apply(Optimizer optimizer, double lr, long step) {
    this.optimizer = optimizer;
    this.lr = lr;
    this.step = step;
    if (workers.size() == 1 || params.length < 2 * GRAIN) {
      range(0, params.length);
    } else {
      workers.run(this);
    }
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public void run(int phase, int worker) {
    range(cut(worker), cut(worker + 1));
  }

  private int cut(int worker) {
    if (worker == workers.size()) {
      return params.length;
    }
    return (int) ((long) params.length * worker / workers.size()) / CACHE_LINE * CACHE_LINE;
  }

  private void range(int from, int to) {
    int begin = 0;
    for (int s = 0; s < ends.length; s++) {
      int low = Math.max(from, begin);
      int high = Math.min(to, ends[s]);
      if (low < high) {
        optimizer.update(params, gradients, state, low, high, decays[s], lr, step);
      }
      begin = ends[s];
    }
  }
}
