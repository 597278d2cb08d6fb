package dev.nnet.benchmarks;

import dev.nnet.benchmarks.Layer.Conv;
import dev.nnet.benchmarks.Layer.Dense;
import dev.nnet.benchmarks.Layer.Flatten;
import dev.nnet.benchmarks.Layer.GlobalPool;
import dev.nnet.benchmarks.Layer.Norm;
import dev.nnet.benchmarks.Layer.Pool;
import dev.nnet.benchmarks.Layer.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights every contender computes with, from one seed, in the order of the layers: weight and
 * bias of a convolution {@code [out, in, h, w]} or a dense layer {@code [out, in]}; mean, variance,
 * scale and shift of a normalisation.
 */
final class Weights {
  /** One parameter, row-major. */
  record Tensor(int[] shape, float[] values) {}

  private static final long SEED = 5;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Tensor> tensors = new ArrayList<>();
  private int channels;
  private int size;

  private Weights(Subject subject) {
    channels = subject.channels();
    size = subject.size();
    subject.layers().forEach(this::add);
  }

  static List<Tensor> of(Subject subject) {
    return List.copyOf(new Weights(subject).tensors);
  }

  private void add(Layer layer) {
    if (layer instanceof Conv c) {
      weight(c.bias(), c.out(), channels / c.groups(), c.kernel(), c.kernel());
      channels = c.out();
      size = (size + 2 * c.padding() - c.kernel()) / c.stride() + 1;
    } else if (layer instanceof Norm) {
      uniform(-0.1, 0.1, channels);
      uniform(0.5, 1.5, channels);
      uniform(0.5, 1.5, channels);
      uniform(-0.1, 0.1, channels);
    } else if (layer instanceof Pool p) {
      size = (size - p.kernel()) / p.stride() + 1;
    } else if (layer instanceof GlobalPool) {
      size = 1;
    } else if (layer instanceof Flatten) {
      channels *= size * size;
    } else if (layer instanceof Dense d) {
      weight(true, d.out(), channels);
      channels = d.out();
    } else if (layer instanceof Residual r) {
      r.layers().forEach(this::add);
    }
  }

  /** Uniform with the variance 1 / fan-in. */
  private void weight(boolean bias, int... shape) {
    int fan = 1;
    for (int i = 1; i < shape.length; i++) {
      fan *= shape[i];
    }
    double bound = Math.sqrt(3.0 / fan);
    uniform(-bound, bound, shape);
    if (bias) {
      uniform(-0.1, 0.1, shape[0]);
    }
  }

  private void uniform(double least, double greatest, int... shape) {
    int count = 1;
    for (int extent : shape) {
      count *= extent;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (least + (greatest - least) * random.nextDouble());
    }
    tensors.add(new Tensor(shape, values));
  }
}
