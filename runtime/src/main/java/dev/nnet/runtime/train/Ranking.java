package dev.nnet.runtime.train;

import java.util.Arrays;

/** Figures that depend on the order of scores. */
final class Ranking {
  private Ranking() {}

  /**
   * The area under the ROC curve: the chance that a true example has the larger score than a false
   * one, equal scores counting half. J. Hanley and B. McNeil, The Meaning and Use of the Area under
   * a ROC Curve, 1982: the rank sum of the true ones, scaled. NaN if all examples are of one kind.
   *
   * @param truths 1 or 0 for each score
   */
  static double auc(float[] scores, float[] truths) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, (a, b) -> Float.compare(scores[a], scores[b]));
    double rankSum = 0;
    long positive = 0;
    for (int from = 0, to; from < order.length; from = to) {
      to = from;
      long here = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        here += truths[order[to++]] != 0 ? 1 : 0;
      }
      to = Math.max(to, from + 1); // a NaN equals nothing
      rankSum += here * (from + 1.0 + to) / 2;
      positive += here;
    }
    double pairs = (double) positive * (scores.length - positive);
    return (rankSum - positive * (positive + 1.0) / 2) / pairs;
  }
}
