package dev.nnet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights every contender computes with: uniform in ±1/sqrt(fan-in), from one seed.
 *
 * <p>Order and shapes are those of the network text; kernels are {@code [out, in, h, w]}, dense
 * weights {@code [out, in]}.
 */
record LeNet5Weights(List<Tensor> tensors) {

  /** One named parameter, row-major. */
  record Tensor(String path, int[] shape, float[] values) {}

  static LeNet5Weights seeded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> tensors = new ArrayList<>();
    add(tensors, random, "logits/conv2d_1", 6, 1, 5, 5);
    add(tensors, random, "logits/conv2d_2", 16, 6, 5, 5);
    add(tensors, random, "logits/dense_1", 120, 400);
    add(tensors, random, "logits/dense_2", 84, 120);
    add(tensors, random, "logits/dense_3", 10, 84);
    return new LeNet5Weights(List.copyOf(tensors));
  }

  private static void add(
      List<Tensor> tensors, SplittableRandom random, String layer, int... shape) {
    int size = 1;
    for (int extent : shape) {
      size *= extent;
    }
    double bound = 1 / Math.sqrt((double) size / shape[0]);
    tensors.add(new Tensor(layer + ".weight", shape, uniform(random, size, bound)));
    tensors.add(
        new Tensor(layer + ".bias", new int[] {shape[0]}, uniform(random, shape[0], bound)));
  }

  private static float[] uniform(SplittableRandom random, int size, double bound) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }
}
