package dev.nnet.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values are a function of seed, name and index, and nothing else. */
class RandomStreamTest {
  private static final int COUNT = 100_000;

  private final RandomStream stream = new RandomStream(42, "dense.weight");

  @Test
  void doesNotDependOnTheOrderOfTheQuestions() {
    double seventh = stream.normal(7);
    double far = stream.uniform(1L << 50);
    RandomStream again = new RandomStream(42, "dense.weight");
    again.below(10, 3);
    assertThat(again.uniform(1L << 50)).isEqualTo(far);
    assertThat(again.normal(7)).isEqualTo(seventh);
  }

  @Test
  void differsBySeedNameAndIndex() {
    double value = stream.uniform(5);
    assertThat(new RandomStream(43, "dense.weight").uniform(5)).isNotEqualTo(value);
    assertThat(new RandomStream(42L + (1L << 32), "dense.weight").uniform(5)).isNotEqualTo(value);
    assertThat(new RandomStream(42, "dense.bias").uniform(5)).isNotEqualTo(value);
    assertThat(stream.uniform(5L + (1L << 32))).isNotEqualTo(value);
  }

  /** The words of a stream are the cipher's: counter (index, FNV-1a of the name), key the seed. */
  @Test
  void isThePublishedCipher() {
    long name = 0xaf63dc4c8601ec8cL; // FNV-1a, 64 bits, of "a", from the published test vectors
    int[] words = {5, 1, (int) name, (int) (name >>> 32)};
    Philox.encrypt(words, 42, 7);
    long bits = (words[0] & 0xFFFFFFFFL) | ((long) words[1] << 32);
    assertThat(new RandomStream(42 + (7L << 32), "a").uniform(5 + (1L << 32)))
        .isEqualTo((bits >>> 11) * 0x1p-53);
  }

  @Test
  void isUniform() {
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < COUNT; k++) {
      double value = stream.uniform(k);
      assertThat(value).isBetween(0.0, Math.nextDown(1.0));
      sum += value;
      squares += (value - 0.5) * (value - 0.5);
    }
    assertThat(sum / COUNT).isCloseTo(0.5, within(0.005));
    assertThat(squares / COUNT).isCloseTo(1 / 12.0, within(0.001));
  }

  @Test
  void isNormal() {
    double[] moments = new double[5];
    for (int k = 0; k < COUNT; k++) {
      double value = stream.normal(k);
      for (int m = 1; m < moments.length; m++) {
        moments[m] += Math.pow(value, m) / COUNT;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.02));
    assertThat(moments[2]).isCloseTo(1, within(0.02));
    assertThat(moments[3]).isCloseTo(0, within(0.05));
    assertThat(moments[4]).isCloseTo(3, within(0.15));
  }

  @Test
  void drawsEveryNumberBelowABoundEquallyOften() {
    int[] counts = new int[7];
    for (int k = 0; k < COUNT; k++) {
      counts[stream.below(7, k)]++;
    }
    for (int count : counts) {
      assertThat(count / (double) COUNT).isCloseTo(1 / 7.0, within(0.005));
    }
    assertThat(stream.below(1, 3)).isZero();
    assertThat(stream.below(Integer.MAX_VALUE, 3)).isBetween(0, Integer.MAX_VALUE - 1);
  }
}
