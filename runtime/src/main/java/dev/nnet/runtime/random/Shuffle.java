package dev.nnet.runtime.random;

import java.util.Arrays;

/** The order in which an epoch visits its examples, a function of seed and epoch. */
public final class Shuffle {
  private Shuffle() {}

  /**
   * Fills an array with a uniformly drawn permutation of 0 .. length - 1 (R. Durstenfeld, Algorithm
   * 235, 1964).
   *
   * @param epoch number of the epoch, any
   */
  public static void fill(int[] order, long seed, int epoch) {
    RandomStream stream = new RandomStream(seed, "shuffle/" + epoch);
    for (int k = 0; k < order.length; k++) {
      order[k] = k;
    }
    for (int k = order.length - 1; k > 0; k--) {
      int other = stream.below(k + 1, k);
      int kept = order[k];
      order[k] = order[other];
      order[other] = kept;
    }
  }

  /**
   * The numbers of a part of {@code size} examples, in an order that depends on the seed alone.
   *
   * @param from where the part begins, 0 to 1
   * @param to where it ends, at least {@code from}, at most 1
   */
  public static int[] part(int size, double from, double to, long seed) {
    if (!(from >= 0 && from <= to && to <= 1)) {
      throw new IllegalArgumentException("the part from " + from + " to " + to);
    }
    int[] order = new int[size];
    fill(order, seed, 0);
    int first = (int) Math.round(from * size);
    return Arrays.copyOfRange(order, first, (int) Math.round(to * size));
  }
}
