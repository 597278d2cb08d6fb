package dev.nnet.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nnet.runtime.train.Segments.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients that are too long become shorter, the others keep their bits. */
class ClipTest {
  private static float[] clipped(float norm, float value, float... gradients) {
    new Clip(norm, value)
        .apply(
            gradients,
            List.of(new Segment(Segments.Kind.LEARN, 0, gradients.length)),
            Touched.everything(gradients.length));
    return gradients;
  }

  @Test
  void limitsEachValue() {
    assertThat(clipped(0, 2, -3, 3, 1.5f, -2, Float.POSITIVE_INFINITY))
        .containsExactly(-2, 2, 1.5f, -2, 2);
  }

  @Test
  void limitsTheNormAndKeepsTheDirection() {
    assertThat(clipped(1, 0, 3, 0, 4)).containsExactly(new float[] {0.6f, 0, 0.8f}, within(1e-7f));
    assertThat(clipped(5, 0, 3, 0, 4)).containsExactly(3, 0, 4);
    assertThat(clipped(0, 0, 3, 0, 400)).containsExactly(3, 0, 400);
  }

  @Test
  void limitsValuesBeforeTheNorm() {
    assertThat(clipped(5, 4, 3, 400)).containsExactly(3, 4);
  }

  @Test
  void countsEveryValueOfTheNorm() {
    for (int length = 1; length < 40; length++) {
      float[] gradients = new float[length];
      java.util.Arrays.fill(gradients, 2);
      clipped(1, 0, gradients);
      assertThat(gradients[length - 1]).isCloseTo((float) (1 / Math.sqrt(length)), within(1e-6f));
    }
  }

  @Test
  void doesNotOverflowForHugeGradients() {
    assertThat(clipped(1, 0, 3e38f, 0)).containsExactly(new float[] {1, 0}, within(1e-6f));
  }
}
