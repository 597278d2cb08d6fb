package dev.nnet.runtime.data;

import dev.nnet.runtime.Row;
import dev.nnet.runtime.random.Shuffle;
import java.util.Arrays;

/**
 * Cuts a dataset into batches; the last one may be smaller.
 *
 * <pre>
 *   size 10, batch 4:   | 0 1 2 3 | 4 5 6 7 | 8 9 |
 * </pre>
 *
 * In training the examples are shuffled; those of data that know their lengths are then sorted by
 * length, some batches' worth at a time, and the batches shuffled again.
 */
public final class Batches {
  /** Batches among whose examples those of like length find together. */
  private static final int POOL = 64;

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

  /** Orders the examples as seed and epoch say, and their lengths. */
  public void shuffled(Dataset data, long seed, int epoch) {
    resize(data.size());
    Shuffle.fill(order, seed, epoch);
    int[] lengths = new int[order.length];
    boolean known = false;
    for (int k = 0; k < lengths.length; k++) {
      lengths[k] = data.length(k);
      known |= lengths[k] != lengths[0];
    }
    if (known) {
      sort(lengths, seed, epoch);
    }
  }

  /** The last batch stays the last: it may be smaller. */
  private void sort(int[] lengths, long seed, int epoch) {
    long pool = (long) POOL * batch;
    for (long from = 0; from < order.length; from += pool) {
      int to = (int) Math.min(from + pool, order.length);
      long[] keys = new long[to - (int) from]; // length, then place in the shuffled order
      for (int k = 0; k < keys.length; k++) {
        keys[k] = (long) lengths[order[(int) from + k]] << 32 | k;
      }
      Arrays.sort(keys);
      int[] sorted = new int[keys.length];
      for (int k = 0; k < keys.length; k++) {
        sorted[k] = order[(int) from + (int) keys[k]];
      }
      System.arraycopy(sorted, 0, order, (int) from, sorted.length);
    }
    int[] places = new int[order.length / batch];
    Shuffle.fill(places, seed, ~epoch);
    int[] moved = order.clone();
    for (int k = 0; k < places.length; k++) {
      System.arraycopy(order, places[k] * batch, moved, k * batch, batch);
    }
    order = moved;
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
