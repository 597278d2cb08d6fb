package dev.nnet.runtime.random;

import java.nio.charset.StandardCharsets;

/**
 * An endless array of random values, named by a seed and a text: {@code new RandomStream(42,
 * "conv2d_1.weight").normal(7)} is the same number everywhere and at any time.
 *
 * <p>The counter of {@link Philox} is (index, hash of the name), the key is the seed. Each index
 * costs one block of four words. An instance reuses one block: one thread at a time.
 */
public final class RandomStream {
  private static final double TO_UNIT = 0x1p-53;

  private final int key0;
  private final int key1;
  private final long name;
  private final int[] block = new int[4];

  public RandomStream(long seed, String name) {
    this.key0 = (int) seed;
    this.key1 = (int) (seed >>> 32);
    this.name = hash(name);
  }

  /** FNV-1a, 64 bits, of the UTF-8 bytes: part of the contract of a seed, never to be changed. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private void draw(long index) {
    block[0] = (int) index;
    block[1] = (int) (index >>> 32);
    block[2] = (int) name;
    block[3] = (int) (name >>> 32);
    Philox.encrypt(block, key0, key1);
  }

  /** Two words of the current block as a long. */
  private long pair(int first) {
    return (block[first] & 0xFFFFFFFFL) | ((long) block[first + 1] << 32);
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public double uniform(long index) {
    draw(index);
    return (pair(0) >>> 11) * TO_UNIT;
  }

  /**
   * Fills an array with numbers in [0, 1), multiples of 2^-24, four to a block. The counter is
   * (place, row, hash of the name), so that rows do not overlap.
   *
   * @param row any number, its low 32 bits count
   */
  public void uniform(float[] values, long row) {
    uniform(values, 0, values.length, 0, row);
  }

  /**
   * Fills a part of an array with the numbers that a whole row has from place {@code first} on.
   *
   * @param from of the first value
   * @param count of values
   */
  public void uniform(float[] values, int from, int count, long first, long row) {
    for (int i = 0; i < count; i++) {
      int word = (int) ((first + i) % block.length);
      if (i == 0 || word == 0) {
        draw(row << 32 | (first + i) / block.length);
      }
      values[from + i] = (block[word] >>> 8) * 0x1p-24f;
    }
  }

  /**
   * Standard normal by the transform of G. Box and M. Muller, A Note on the Generation of Random
   * Normal Deviates, 1958: sqrt(-2 ln u1) cos(2 pi u2), with u1 in (0, 1].
   */
  public double normal(long index) {
    draw(index);
    double u1 = ((pair(0) >>> 11) + 1) * TO_UNIT;
    double u2 = (pair(2) >>> 11) * TO_UNIT;
    return Math.sqrt(-2 * StrictMath.log(u1)) * StrictMath.cos(2 * StrictMath.PI * u2);
  }

  /** Uniform in 0 .. bound - 1 (by multiplication; the bias is below bound / 2^64). */
  public int below(int bound, long index) {
    draw(index);
    return (int) Math.multiplyHigh(pair(0) >>> 1, (long) bound << 1);
  }
}
