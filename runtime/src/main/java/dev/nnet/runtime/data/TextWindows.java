package dev.nnet.runtime.data;

import dev.nnet.runtime.Row;
import java.util.Objects;

/**
 * A long text in pieces of equal length, each with the characters that follow: what a network
 * learns to foresee.
 *
 * <pre>
 *   text     in the beginning
 *   input    in the b               the beg
 *   target   n the be               he begi
 * </pre>
 */
public final class TextWindows implements Dataset {
  private final int[] text;
  private final int steps;
  private final int stride;
  private final String input;
  private final String target;

  /**
   * @param text indices, not copied
   * @param steps characters of a piece
   * @param stride from the beginning of one to that of the next, at least 1
   * @param input the border of the pieces
   * @param target the border of what follows, one step later
   * @throws IllegalArgumentException if the text is shorter than a piece and what follows it
   */
  public TextWindows(int[] text, int steps, int stride, String input, String target) {
    if (steps < 1 || stride < 1 || text.length <= steps) {
      throw new IllegalArgumentException(
          text.length + " characters give no piece of " + steps + " and what follows");
    }
    this.text = text;
    this.steps = steps;
    this.stride = stride;
    this.input = input;
    this.target = target;
  }

  @Override
  public int size() {
    return (text.length - steps - 1) / stride + 1;
  }

  @Override
  public void read(int index, Row row) {
    int from = Objects.checkIndex(index, size()) * stride;
    row.put(input, text, from, steps);
    row.put(target, text, from + 1, steps);
  }
}
