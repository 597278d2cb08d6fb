package dev.nnet.cli.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A round of successive halving (K. Jamieson and A. Talwalkar, Non-stochastic Best Arm
 * Identification and Hyperparameter Optimization, 2016, figure 1): all trials that are left are
 * trained up to the same epoch, then one in so many goes on from there.
 *
 * <pre>
 * 27 trials of 60 epochs, halving = 3     27 to epoch 3, 9 to epoch 7, 3 to epoch 20, 1 to the end
 * </pre>
 *
 * @param number from 1
 * @param trials that take part
 * @param divisor the part of all epochs that is done in its end is one in so many
 */
record Round(int number, int trials, int divisor) {
  /**
   * The rounds of a search.
   *
   * @param halving one in so many goes on; 0 for one round of all
   * @param epochs of a trial: no round ends before the first
   */
  static List<Round> of(int trials, int halving, int epochs) {
    if (halving == 0) {
      return List.of(new Round(1, trials, 1));
    }
    int cuts = 0;
    for (long power = halving; power <= trials && power <= epochs; power *= halving) {
      cuts++;
    }
    List<Round> rounds = new ArrayList<>();
    int left = trials;
    for (int k = 0; k <= cuts; k++) {
      rounds.add(new Round(k + 1, left, (int) Math.pow(halving, cuts - k)));
      left = (left + halving - 1) / halving;
    }
    return rounds;
  }

  /** The epoch that it ends with, of a trial that has so many. */
  int end(int epochs) {
    return (epochs + divisor - 1) / divisor;
  }

  /** Whether trials are trained to their end. */
  boolean last() {
    return divisor == 1;
  }
}
