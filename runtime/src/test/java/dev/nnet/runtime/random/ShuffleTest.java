package dev.nnet.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Permutations, all equally likely. */
class ShuffleTest {
  private static int[] order(int size, long seed, int epoch) {
    int[] order = new int[size];
    Arrays.fill(order, -5);
    Shuffle.fill(order, seed, epoch);
    return order;
  }

  @Test
  void isAPermutationOfAnySize() {
    for (int size : new int[] {0, 1, 2, 3, 100, 4097}) {
      assertThat(Arrays.stream(order(size, 3, 1)).sorted().toArray())
          .isEqualTo(IntStream.range(0, size).toArray());
    }
  }

  @Test
  void isAFunctionOfSeedAndEpoch() {
    assertThat(order(50, 3, 1)).isEqualTo(order(50, 3, 1));
    assertThat(order(50, 3, 2)).isNotEqualTo(order(50, 3, 1));
    assertThat(order(50, 4, 1)).isNotEqualTo(order(50, 3, 1));
  }

  @Test
  void drawsEveryPermutationEquallyOften() {
    Map<String, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < 12_000; epoch++) {
      counts.merge(Arrays.toString(order(3, 1, epoch)), 1, Integer::sum);
    }
    assertThat(counts).hasSize(6);
    counts.values().forEach(count -> assertThat(count / 2000.0).isCloseTo(1, within(0.1)));
  }
}
