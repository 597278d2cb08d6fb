package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.StretchSpec;
import java.util.Arrays;

/**
 * Hands the sequences of a batch to a training program stretch by stretch, with what the stretch
 * before left. Those that are over make room:
 *
 * <pre>
 *   steps 7, 3, 9, of which 4 make a stretch
 *
 *            row 0   row 1   row 2
 *   first    a 0-3   b 0-2   c 0-3
 *   second   a 4-6   c 4-7
 *   third    c 8
 * </pre>
 *
 * So a loss is the mean over what is there, and no gradient comes from what is not.
 */
final class Stretches {
  private final ModelSpec spec;
  private final StretchSpec stretches;
  private final Memory whole;
  private final Memory stretch;

  /** The border with the lengths. */
  private final int lengths;

  /** Which example of the batch is in a row. */
  private final int[] examples;

  private int rows;
  private int from;

  /**
   * @param spec of the network
   * @param whole where batches are read to
   * @param stretch of the training program
   */
  Stretches(ModelSpec spec, StretchSpec stretches, Memory whole, Memory stretch) {
    this.spec = spec;
    this.stretches = stretches;
    this.whole = whole;
    this.stretch = stretch;
    this.lengths = spec.border(stretches.sequence());
    this.examples = new int[whole.maxBatch()];
  }

  /** Begins with the first rows of the whole sequences. */
  void begin(int batch) {
    rows = batch;
    from = -stretches.steps();
    for (int row = 0; row < batch; row++) {
      examples[row] = row;
    }
    for (int held : stretches.held()) {
      Arrays.fill(stretch.floats[held], 0f);
    }
  }

  /**
   * Puts the next stretch in place.
   *
   * @return the number of its rows; 0 if all sequences are over
   */
  int next() {
    boolean first = from < 0;
    from += stretches.steps();
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (whole.ints[lengths][examples[row]] > from) {
        if (!first) {
          handOn(row, count);
        }
        examples[count] = examples[row];
        fill(count++);
      }
    }
    rows = count;
    return count;
  }

  private void handOn(int before, int now) {
    for (int k = 0; k < stretches.held().size(); k++) {
      float[] left = stretch.floats[stretches.left().get(k)];
      float[] held = stretch.floats[stretches.held().get(k)];
      int width = held.length / examples.length;
      System.arraycopy(left, before * width, held, now * width, width);
    }
  }

  private void fill(int row) {
    int example = examples[row];
    int steps = Math.min(whole.ints[lengths][example] - from, stretches.steps());
    stretch.ints[lengths][row] = steps;
    for (int k = 0; k < whole.floats.length; k++) {
      BorderSpec border = spec.borders().get(k);
      boolean cut = border.sequence().equals(stretches.sequence());
      if (!border.kind().ofExamples() || border.ragged() && !cut) {
        continue; // no other sequence is of interest to the program
      }
      int width = stretch.valuesPerExample(k);
      int begin = example * whole.valuesPerExample(k) + (cut ? from * border.valuesPerStep() : 0);
      int count = cut ? steps * border.valuesPerStep() : width;
      int to = row * width;
      if (whole.floats[k] != null) {
        System.arraycopy(whole.floats[k], begin, stretch.floats[k], to, count);
        Arrays.fill(stretch.floats[k], to + count, to + width, 0f);
      } else {
        System.arraycopy(whole.ints[k], begin, stretch.ints[k], to, count);
        Arrays.fill(stretch.ints[k], to + count, to + width, 0);
      }
    }
  }
}
