package dev.nnet.compiler.graph;

import dev.nnet.compiler.loop.Extent;

/**
 * One dimension of a shape: a number, or the symbolic batch.
 *
 * @param symbol the name of a dimension whose size is known when the network runs; null for a
 *     number
 * @param size the number; 0 for a symbol
 */
public record Dim(String symbol, long size) {
  /** The batch: always first, never declared. */
  public static final Dim BATCH = new Dim("B", 0);

  public static Dim of(long size) {
    return new Dim(null, size);
  }

  public boolean known() {
    return symbol == null;
  }

  public Extent extent() {
    return known() ? Extent.of(size) : Extent.BATCH;
  }

  @Override
  public String toString() {
    return known() ? Long.toString(size) : symbol;
  }
}
