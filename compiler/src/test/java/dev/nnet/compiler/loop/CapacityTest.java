package dev.nnet.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sizes that hold a capacity behave like the linear forms they stand for. */
class CapacityTest {
  private static final long[] CAPACITIES = {16, 32, 64, 1024, 1 << 20};

  private static long random(Random random) {
    return (random.nextInt(5) - 1) * Capacity.UNIT + random.nextInt(2001) - 1000;
  }

  @Test
  void sumsProductsAndBoundsHoldForAllCapacities() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long a = random(random);
      long b = random(random);
      boolean atMost = true;
      for (long capacity : CAPACITIES) {
        long x = Capacity.at(a, capacity);
        long y = Capacity.at(b, capacity);
        assertThat(Capacity.at(a + 7 * b, capacity)).isEqualTo(x + 7 * y);
        assertThat(Capacity.at(Capacity.larger(a, b), capacity)).isGreaterThanOrEqualTo(x);
        assertThat(Capacity.at(Capacity.larger(a, b), capacity)).isGreaterThanOrEqualTo(y);
        atMost &= x <= y;
      }
      assertThat(Capacity.atMost(a, b)).isEqualTo(atMost);
    }
  }

  @Test
  void sizesArePrintedAsTheyAreMeant() {
    assertThat(Capacity.text(64 * Capacity.UNIT + 16)).isEqualTo("64*capacity + 16");
    assertThat(Capacity.text(Capacity.UNIT - 3)).isEqualTo("capacity - 3");
    assertThat(Capacity.text(12)).isEqualTo("12");
    assertThat(Capacity.in(1L << 32)).isFalse();
  }
}
