package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.parallel.Workers;
import dev.nnet.runtime.train.Segments.Segment;
import java.util.List;

/**
 * One optimiser step over all parameters, shared among workers by ranges.
 *
 * <pre>
 *   params   | weight         | bias | weight                  |
 *   segments | DECAY          | LEARN| DECAY                   |
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

  private final Segment[] segments;

  private Optimizer optimizer;
  private double lr;
  private long step;

  Update(
      ModelSpec spec,
      List<String> frozen,
      Optimizer optimizer,
      Workers workers,
      float[] params,
      float[] gradients,
      float[][] state) {
    this.workers = workers;
    this.params = params;
    this.gradients = gradients;
    this.state = state;
    this.segments = Segments.of(spec, frozen, optimizer.decayAll()).toArray(Segment[]::new);
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
    for (Segment s : segments) {
      int low = Math.max(from, s.from());
      int high = Math.min(to, s.to());
      if (low < high && s.kind() == Segments.Kind.STATE) {
        System.arraycopy(gradients, low, params, low, high - low);
      } else if (low < high && s.kind().learns()) {
        boolean decay = s.kind() == Segments.Kind.DECAY;
        optimizer.update(params, gradients, state, low, high, decay, lr, step);
      }
    }
  }
}
