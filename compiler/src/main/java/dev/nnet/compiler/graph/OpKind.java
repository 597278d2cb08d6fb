package dev.nnet.compiler.graph;

/** What fusion, layout and planning need to know of an op, so that they never name one. */
public enum OpKind {
  /** An input, a parameter or a constant: nothing is computed. */
  LEAF,
  /** Each output element from the elements at the same place of the operands. */
  ELEMENTWISE,
  /** As elementwise, but an operand's elements are used for many outputs (a bias). */
  BROADCAST,
  /** The same elements in the same order under another shape. */
  VIEW,
  /** Sums, maxima and the like over whole axes. */
  REDUCTION,
  /** Reductions over small windows: pooling and its gradient. */
  WINDOW,
  /** Sums of products of two operands: matrix products and convolutions. */
  CONTRACTION,
  /** Rows of the first operand, by an index that is read. */
  GATHER,
  /** Adds to rows of the result, by an index that is read. */
  SCATTER,
  /** Copies elements to other places: transpose, concat, slice. */
  MOVE
}
