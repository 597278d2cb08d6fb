package dev.nnet.compiler.loop;

/**
 * Sizes of memory where a sequence has no bound: {@code a + b * capacity}, in one long.
 *
 * <pre>
 * [B, T, 64]   64 * UNIT floats for each example, 64 * capacity when the program runs
 * </pre>
 *
 * The capacity is the number of steps that a run's memory has room for, a multiple of {@link
 * #LEAST}. To the compiler it is {@link #UNIT}, which is larger than any other size: so layouts,
 * strides and offsets are computed as if it were a number, and a and b can be read off the result.
 * Products of two such sizes have no meaning; {@code elaborate} refuses tensors that would need
 * them.
 */
public final class Capacity {
  /** What stands for the capacity. */
  public static final long UNIT = 1L << 34;

  /** The least capacity, and what divides every other. */
  public static final long LEAST = 16;

  /** A capacity for estimates. */
  public static final long TYPICAL = 64;

  private Capacity() {}

  /** Whether a size depends on the capacity. */
  public static boolean in(long size) {
    return slope(size) != 0;
  }

  /** The b of {@code a + b * capacity}. */
  public static long slope(long size) {
    return Math.floorDiv(size + UNIT / 2, UNIT);
  }

  /** The a of {@code a + b * capacity}. */
  public static long constant(long size) {
    return size - slope(size) * UNIT;
  }

  /** The size for a capacity. */
  public static long at(long size, long capacity) {
    return constant(size) + slope(size) * capacity;
  }

  /** Whether one size is at most another, whatever the capacity. */
  public static boolean atMost(long a, long b) {
    return slope(a) <= slope(b) && at(a, LEAST) <= at(b, LEAST);
  }

  /** The least size that is at least as large as both, whatever the capacity. */
  public static long larger(long a, long b) {
    long slope = Math.max(slope(a), slope(b));
    return Math.max(at(a, LEAST), at(b, LEAST)) + slope * (UNIT - LEAST);
  }

  /** As printed: {@code 64*capacity + 16}. */
  public static String text(long size) {
    if (!in(size)) {
      return Long.toString(size);
    }
    long slope = slope(size);
    long constant = constant(size);
    String rest = constant == 0 ? "" : (constant < 0 ? " - " : " + ") + Math.abs(constant);
    return (slope == 1 ? "" : slope + "*") + "capacity" + rest;
  }
}
