package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The area under the ROC curve, counted by hand. */
class RankingTest {
  private static double auc(float[] scores, float... truths) {
    return Ranking.auc(scores, truths);
  }

  @Test
  void isTheShareOfPairsInOrder() {
    float[] scores = {0.1f, 0.4f, 0.35f, 0.8f};
    assertThat(auc(scores, 0, 0, 1, 1)).isEqualTo(0.75); // only 0.35 lies below 0.4
    assertThat(auc(scores, 0, 0, 0, 1)).isEqualTo(1);
    assertThat(auc(scores, 1, 0, 0, 0)).isZero();
  }

  @Test
  void equalScoresCountHalf() {
    assertThat(auc(new float[] {1, 1, 1}, 1, 0, 0)).isEqualTo(0.5);
    assertThat(auc(new float[] {-0f, 0f, 2}, 1, 0, 0)).isEqualTo(0.25);
  }

  @Test
  void isNothingWithoutBothKinds() {
    assertThat(auc(new float[] {1, 2}, 1, 1)).isNaN();
    assertThat(auc(new float[] {1, 2}, 0, 0)).isNaN();
  }

  @Test
  void isNothingWhereScoresAreNone() {
    assertThat(auc(new float[] {Float.NaN, 1, Float.NaN}, 1, 0, 1)).isNaN();
  }
}
