package dev.nnet.compiler.loop;

/**
 * How many times a loop runs: a number known to the compiler, the batch size of the call, or the
 * steps of its longest example.
 */
public sealed interface Extent {
  record Fixed(long size) implements Extent {
    @Override
    public String toString() {
      return Capacity.text(size);
    }
  }

  /** The number of examples in this call. */
  record Batch() implements Extent {
    @Override
    public String toString() {
      return "B";
    }
  }

  /**
   * The longest example of a sequence in this call.
   *
   * @param most what it is at most; {@link Capacity#UNIT} without a bound
   */
  record Steps(String sequence, long most) implements Extent {
    @Override
    public String toString() {
      return sequence;
    }
  }

  Extent BATCH = new Batch();

  static Extent of(long size) {
    return new Fixed(size);
  }

  /** The number, for the batch size given; of a sequence the most it can be. */
  default long size(long batch) {
    return this instanceof Batch ? batch : most();
  }

  /**
   * The number, or what it is at most; not for the batch.
   *
   * @throws IllegalStateException for the batch
   */
  default long most() {
    if (this instanceof Steps steps) {
      return steps.most();
    }
    if (this instanceof Fixed fixed) {
      return fixed.size();
    }
    throw new IllegalStateException("a batch may have any size");
  }
}
