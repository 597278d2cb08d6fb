package dev.nnet.compiler.loop;

/** How many times a loop runs: a number known to the compiler, or the batch size of the call. */
public sealed interface Extent {
  record Fixed(long size) implements Extent {
    @Override
    public String toString() {
      return Long.toString(size);
    }
  }

  /** The number of examples in this call. */
  record Batch() implements Extent {
    @Override
    public String toString() {
      return "B";
    }
  }

  Extent BATCH = new Batch();

  static Extent of(long size) {
    return new Fixed(size);
  }

  /** The number, for the batch size given. */
  default long size(long batch) {
    return this instanceof Fixed f ? f.size() : batch;
  }
}
