package dev.nnet.runtime.train;

import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.TrainSpec;
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

  /** The average of the weights; null if there is none. */
  private final float[] average;

  private final double decay;

  private final Segment[] segments;

  /** What an update can change: everything, if that is what an optimiser does. */
  private final Touched touched;

  private final Touched everything;

  /** The tensors, if steps are measured tensor by tensor; else none. */
  private final Segment[] tensors;

  private Optimizer optimizer;
  private double lr;
  private long step;

  Update(
      ModelSpec spec,
      TrainSpec section,
      Touched touched,
      Optimizer optimizer,
      Workers workers,
      float[] params,
      float[] gradients,
      float[][] state,
      float[] average,
      double decay) {
    this.average = average;
    this.decay = decay;
    this.workers = workers;
    this.params = params;
    this.gradients = gradients;
    this.state = state;
    this.everything = Touched.everything(params.length);
    List<String> frozen = section.frozen();
    this.touched =
        section.rows().stream().allMatch(r -> still(optimizer, spec.parameter(r.path())))
            ? touched
            : everything;
    this.segments = Segments.of(spec, frozen, optimizer.decayAll()).toArray(Segment[]::new);
    this.tensors =
        optimizer.layerwise()
            ? Segments.tensors(spec, frozen, optimizer.decayAll()).toArray(Segment[]::new)
            : new Segment[0];
  }

  private static boolean still(Optimizer optimizer, ParameterSpec table) {
    return optimizer.still(table.decay() || optimizer.decayAll());
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
    int moved = average == null ? touched.total() : params.length;
    if (workers.size() > 1 && moved >= 2 * GRAIN) {
      workers.run(this);
      return;
    }
    for (int phase = 0; phase < phases(); phase++) {
      for (int worker = 0; worker < workers.size(); worker++) {
        run(phase, worker);
      }
    }
  }

  @Override
  public int phases() {
    return 1 + (tensors.length > 0 ? 1 : 0) + (average != null ? 1 : 0);
  }

  @Override
  public void run(int phase, int worker) {
    if (phase == 0) {
      range(cut(worker), cut(worker + 1));
    } else if (phase == 1 && tensors.length > 0) {
      for (int t = worker; t < tensors.length; t += workers.size()) {
        measured(tensors[t]);
      }
    } else {
      average(cut(worker), cut(worker + 1));
    }
  }

  /**
   * a = a + (1 - d) (p - a), d = min(decay, (1 + t) / (10 + t)) in step t: so the first steps,
   * which are far from the end, are soon forgotten.
   */
  private void average(int from, int to) {
    float fresh = (float) (1 - Math.min(decay, (1.0 + step) / (10 + step)));
    for (int k = from; k < to; k++) {
      average[k] += fresh * (params[k] - average[k]);
    }
  }

  /** A step along the directions that lie in the gradients, as long as the weights say. */
  private void measured(Segment tensor) {
    if (!tensor.kind().learns()) {
      return;
    }
    double ratio = 1;
    if (tensor.kind() == Segments.Kind.DECAY) {
      double weights = Math.sqrt(Clip.squares(params, tensor.from(), tensor.to(), everything));
      double direction = Math.sqrt(Clip.squares(gradients, tensor.from(), tensor.to(), everything));
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
      for (int r = touched.behind(low); low < high && touched.begins(r, high); r++) {
        range(s.kind(), Math.max(low, touched.from(r)), Math.min(high, touched.to(r)));
      }
    }
  }

  private void range(Segments.Kind kind, int low, int high) {
    if (kind == Segments.Kind.STATE) {
      System.arraycopy(gradients, low, params, low, high - low);
    } else if (kind.learns()) {
      boolean decay = kind == Segments.Kind.DECAY;
      optimizer.update(params, gradients, state, low, high, decay, lr, step);
    }
  }
}
