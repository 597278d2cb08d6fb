package dev.nnet.runtime.random;

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
}
