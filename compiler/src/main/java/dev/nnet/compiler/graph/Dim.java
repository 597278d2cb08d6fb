package dev.nnet.compiler.graph;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Extent;

/**
 * One dimension of a shape: a number, the symbolic batch, or a sequence.
 *
 * @param symbol the name of a dimension whose size differs from call to call; null for a number
 * @param size the number; of a sequence the most steps it may have, {@link Capacity#UNIT} if it may
 *     have any; 0 for the batch
 */
public record Dim(String symbol, long size) {
  /** The batch: always first, never declared. */
  public static final Dim BATCH = new Dim("B", 0);

  public static Dim of(long size) {
    return new Dim(null, size);
  }

  /** A sequence: every example has its own number of steps, at most {@code most}. */
  public static Dim sequence(String name, long most) {
    return new Dim(name, most);
  }

  /** A sequence without a bound. */
  public static Dim sequence(String name) {
    return new Dim(name, Capacity.UNIT);
  }

  /** Whether its memory is set aside when the program runs. */
  public boolean open() {
    return symbol != null && Capacity.in(size);
  }

  /** Whether memory for it is set aside by the compiler: it is not the batch. */
  public boolean known() {
    return size > 0;
  }

  /** Whether examples have sizes of their own. */
  public boolean ragged() {
    return symbol != null && size > 0;
  }

  public Extent extent() {
    if (ragged()) {
      return new Extent.Steps(symbol, size);
    }
    return known() ? Extent.of(size) : Extent.BATCH;
  }

  @Override
  public String toString() {
    return symbol == null ? Long.toString(size) : symbol;
  }
}
