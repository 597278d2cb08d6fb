package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.random.RandomStream;

/** Fills the noise borders of a training program: a function of seed, border, step and place. */
final class Noise {
  private final ModelSpec spec;
  private final Memory memory;
  private final RandomStream[] streams;

  Noise(ModelSpec spec, Memory memory, long seed) {
    int borders = spec.borders().size();
    this.spec = spec;
    this.memory = memory;
    this.streams = new RandomStream[borders];
    for (int k = 0; k < borders; k++) {
      BorderSpec border = spec.borders().get(k);
      if (border.kind() == BorderSpec.Kind.NOISE) {
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
    for (int k = 0; k < streams.length; k++) {
      if (streams[k] != null && spec.borders().get(k).open()) {
        byStep(k, step);
      } else if (streams[k] != null) {
        streams[k].uniform(memory.floats[k], step);
      }
    }
  }

  /** Of a sequence without a bound, so that its numbers do not depend on the memory's capacity. */
  private void byStep(int border, long step) {
    int width = spec.borders().get(border).valuesPerStep();
    int examples = memory.maxBatch();
    for (int t = 0; t < memory.capacity; t++) {
      for (int b = 0; b < examples; b++) {
        int from = (b * memory.capacity + t) * width;
        long first = ((long) t * examples + b) * width;
        streams[border].uniform(memory.floats[border], from, width, first, step);
      }
    }
  }
}
