package dev.nnet.runtime.data;

import dev.nnet.runtime.Row;
import dev.nnet.runtime.random.Shuffle;

/**
 * Cuts a dataset into batches; the last one may be smaller.
 *
 * <pre>
 *   size 10, batch 4:   | 0 1 2 3 | 4 5 6 7 | 8 9 |
 * </pre>
 */
public final class Batches {
  private final int batch;
  private int[] order = {};

  /**
   * @param batch examples per batch, at least 1
   */
  public Batches(int batch) {
    this.batch = batch;
  }

  /** Orders the examples as they come. */
  public void inOrder(int size) {
    resize(size);
    for (int k = 0; k < size; k++) {
      order[k] = k;
    }
  }

  /** Orders the examples as seed and epoch say. */
  public void shuffled(int size, long seed, int epoch) {
    resize(size);
    Shuffle.fill(order, seed, epoch);
  }

  private void resize(int size) {
    if (order.length != size) {
      order = new int[size];
    }
  }

  /** Number of examples. */
  public int size() {
    return order.length;
  }

  /** Number of batches. */
  public int count() {
    return count(order.length, batch);
  }

  /** Number of batches of a dataset of this size. */
  public static int count(int size, int batch) {
    return (int) (((long) size + batch - 1) / batch);
  }

  /**
   * Copies a batch into the rows 0, 1, ..
   *
   * @return the number of its examples
   */
  public int fill(Dataset dataset, Row row, int number) {
    int first = number * batch;
    int size = Math.min(batch, order.length - first);
    dataset.ahead(order, first, Math.min(first + 2 * batch, order.length));
    for (int slot = 0; slot < size; slot++) {
      int index = order[first + slot];
      dataset.read(index, row.at(slot, index));
      row.complete(true);
    }
    return size;
  }
}
