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

  /** The tensors, if steps are measured tensor by tensor; else none. */
  private final Segment[] tensors;

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
    this.tensors =
        optimizer.layerwise()
            ? Segments.tensors(spec, frozen, optimizer.decayAll()).toArray(Segment[]::new)
            : new Segment[0];
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
      for (Segment tensor : tensors) {
        measured(tensor);
      }
    } else {
      workers.run(this);
    }
  }

  @Override
  public int phases() {
    return tensors.length == 0 ? 1 : 2;
  }

  @Override
  public void run(int phase, int worker) {
    if (phase == 0) {
      range(cut(worker), cut(worker + 1));
      return;
    }
    for (int t = worker; t < tensors.length; t += workers.size()) {
      measured(tensors[t]);
    }
  }

  /** A step along the directions that lie in the gradients, as long as the weights say. */
  private void measured(Segment tensor) {
    if (!tensor.kind().learns()) {
      return;
    }
    double ratio = 1;
    if (tensor.kind() == Segments.Kind.DECAY) {
      double weights = Math.sqrt(Clip.squares(params, tensor.from(), tensor.to()));
      double direction = Math.sqrt(Clip.squares(gradients, tensor.from(), tensor.to()));
      ratio = weights > 0 && direction > 0 ? weights / direction : 1;
    }
    float rate = (float) (lr * ratio);
    for (int k = tensor.from(); k < tensor.to(); k++) {
      params[k] -= rate * gradients[k];
    }
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
