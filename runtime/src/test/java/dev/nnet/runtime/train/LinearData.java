package dev.nnet.runtime.train;

import dev.nnet.runtime.data.ArrayDataset;
import dev.nnet.runtime.data.Dataset;
import java.util.Random;

/** Points of the plane {@code t = 2 x0 - x1 + group}. */
final class LinearData {
  private LinearData() {}

  static Dataset of(int size) {
    Random random = new Random(size);
    float[] x = new float[2 * size];
    int[] group = new int[size];
    float[] t = new float[size];
    for (int i = 0; i < size; i++) {
      x[2 * i] = random.nextFloat() * 2 - 1;
      x[2 * i + 1] = random.nextFloat() * 2 - 1;
      group[i] = i % 3;
      t[i] = 2 * x[2 * i] - x[2 * i + 1] + group[i];
    }
    return new ArrayDataset(size).with("x", x).with("group", group).with("t", t);
  }
}
