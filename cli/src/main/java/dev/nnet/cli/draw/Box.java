package dev.nnet.cli.draw;

import dev.nnet.compiler.graph.Type;

/**
 * A call in the text as a reader sees it: {@code conv2d(6, kernel=5)}.
 *
 * @param arguments without parentheses; may be empty
 * @param type of its result
 * @param parameters trainable numbers in it, all its turns together
 * @param line where it is written, from 1
 * @param turns how often it is done in a row, with weights of its own each time
 * @param steps what it is done for one after the other: {@code each step of T}; mostly empty
 * @param inside what it is made of; null if that is not the user's own text
 */
record Box(
    Kind kind,
    String name,
    String arguments,
    Type type,
    long parameters,
    int line,
    int turns,
    String steps,
    Diagram inside) {

  /** What a reader wants to tell apart at a glance. */
  enum Kind {
    /** An input or output of the picture. */
    PORT,
    /** Sums of products with weights. */
    WEIGHTS,
    /** Weights, but no sums of products: normalisation. */
    NORM,
    /** Element by element. */
    ELEMENTWISE,
    /** Windows and whole axes made one number: pooling, sums. */
    REDUCTION,
    /** The same numbers elsewhere: flatten, concat, slices. */
    MOVE,
    /** A block or cell of the user's. */
    BLOCK
  }

  /** {@code conv2d(6, kernel=5)}. */
  String title() {
    return arguments.isEmpty() ? name : name + "(" + arguments + ")";
  }

  /** Whether it looks the same, wherever it is written. */
  boolean looksLike(Box other) {
    return at(0).equals(other.at(0));
  }

  private Box at(int otherLine) {
    return new Box(kind, name, arguments, type, parameters, otherLine, turns, steps, inside);
  }

  /** The same, several times in a row. */
  Box times(int count) {
    return new Box(
        kind, name, arguments, type, count * parameters, line, count * turns, steps, inside);
  }

  /** Boxes in it, itself included; that it is repeated counts as one. */
  int size() {
    int repeated = turns > 1 ? 1 : 0;
    return inside == null ? 1 : 1 + repeated + inside.size();
  }
}
