package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.random.RandomStream;

/** Fills the noise borders of a training program: a function of seed, border, step and place. */
final class Noise {
  private final float[][] arrays;
  private final RandomStream[] streams;

  Noise(ModelSpec spec, Memory memory, long seed) {
    int borders = spec.borders().size();
    this.arrays = new float[borders][];
    this.streams = new RandomStream[borders];
    for (int k = 0; k < borders; k++) {
      BorderSpec border = spec.borders().get(k);
      if (border.kind() == BorderSpec.Kind.NOISE) {
        arrays[k] = memory.floats[k];
        streams[k] = new RandomStream(seed, border.name());
      }
    }
  }

  /**
   * New numbers.
   *
   * @param step number of the update, from 0
   */
  void draw(long step) {
    for (int k = 0; k < arrays.length; k++) {
      if (arrays[k] != null) {
        streams[k].uniform(arrays[k], step);
      }
    }
  }
}
