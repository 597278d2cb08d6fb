package dev.nnet.runtime.data;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Row;
import java.util.Arrays;

/** Some examples of a dataset, in an order of their own. */
final class Selection implements Dataset {
  private final Dataset whole;
  private final int[] numbers;

  Selection(Dataset whole, int[] numbers) {
    this.whole = whole;
    this.numbers = numbers;
  }

  @Override
  public int size() {
    return numbers.length;
  }

  @Override
  public void read(int index, Row row) {
    whole.read(numbers[index], row);
  }

  @Override
  public int length(int index) {
    return whole.length(numbers[index]);
  }

  @Override
  public ClassNames classNames() {
    return whole.classNames();
  }

  @Override
  public void ahead(int[] order, int from, int to) {
    int[] moved = Arrays.copyOfRange(order, from, to);
    Arrays.setAll(moved, k -> numbers[moved[k]]);
    whole.ahead(moved, 0, moved.length);
  }
}
