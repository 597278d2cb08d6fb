package dev.nnet.compiler.schedule;

/** Where an argument of a kernel begins; the index depends on the batch and on the worker. */
public sealed interface Place {
  /** {@code params[offset]}. */
  record Parameters(long offset) implements Place {}

  /** {@code gradients[offset]}. */
  record Gradients(long offset) implements Place {}

  /** {@code prepared[offset]}: written by the prologue. */
  record Prepared(long offset) implements Place {}

  /** {@code floats[border][0]}. */
  record FloatBorder(int border) implements Place {}

  /** {@code ints[border][0]}. */
  record IntBorder(int border) implements Place {}

  /** {@code arena[offset]}: memory whose size does not depend on the batch. */
  record Fixed(long offset) implements Place {}

  /** {@code arena[fixed + offset * batch]}: one slice for each example. */
  record Batched(long offset) implements Place {}

  /**
   * {@code arena[scratch of the worker + offset - start * stride]}, where {@code start} is the
   * first unit of the running chunk: memory that a step uses for itself.
   */
  record Scratch(long offset, long stride) implements Place {}
}
