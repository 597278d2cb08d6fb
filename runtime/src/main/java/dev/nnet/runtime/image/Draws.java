package dev.nnet.runtime.image;

import dev.nnet.runtime.random.RandomStream;

/**
 * The random numbers of one picture: a function of seed, turn and number of the example, so that
 * they depend neither on the order of work nor on threads.
 */
public final class Draws {
  /** Stages that draw do what they do in inference. */
  public static final Draws NONE = new Draws(null);

  private static final int EXAMPLE_BITS = 31;
  private static final int DRAW_BITS = 8;

  private final RandomStream stream;
  private long next;

  /** Numbers of a stream of one's own; null for none. */
  public Draws(RandomStream stream) {
    this.stream = stream;
  }

  /** The same numbers for another thread. */
  public Draws copy() {
    return new Draws(stream);
  }

  /**
   * Moves to a picture.
   *
   * @param turn epoch, or step where there are no epochs
   * @param example number of the picture in its data
   */
  public void at(long turn, long example) {
    if (random()) {
      next = (turn << EXAMPLE_BITS | example) << DRAW_BITS;
    }
  }

  /** Whether there are random numbers at all. */
  boolean random() {
    return stream != null;
  }

  /** The next number, from {@code low} to below {@code high}. */
  double between(double low, double high) {
    return low + (high - low) * stream.uniform(next++);
  }

  /** The next whole number, 0 .. bound - 1. */
  int below(int bound) {
    return stream.below(bound, next++);
  }
}
