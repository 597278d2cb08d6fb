package dev.nnet.runtime.data;

import dev.nnet.runtime.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Examples in arrays, one array per border, row by row.
 *
 * <pre>
 *   new ArrayDataset(2).with("x", new float[] {1, 2, 3, 4}).with("y", new int[] {0, 1})
 * </pre>
 */
public final class ArrayDataset implements Dataset {
  private final int size;
  private final List<Column> columns = new ArrayList<>();

  /** Copies one example's part of an array. */
  private interface Column {
    void copy(int index, Row row);
  }

  /** An empty table of this many rows. */
  public ArrayDataset(int size) {
    this.size = size;
  }

  /** Adds a float border; the array is not copied. */
  public ArrayDataset with(String border, float[] values) {
    int width = width(border, values.length);
    columns.add((index, row) -> row.put(border, values, index * width, width));
    return this;
  }

  /** Adds an integer border; the array is not copied. */
  public ArrayDataset with(String border, int[] values) {
    int width = width(border, values.length);
    columns.add((index, row) -> row.put(border, values, index * width, width));
    return this;
  }

  /**
   * Adds pictures for a border with {@code preprocess}; the array is not copied.
   *
   * @param size height, width, and channels if there are several, interleaved
   */
  public ArrayDataset withPixels(String border, List<Integer> size, byte[] pixels) {
    int width = width(border, pixels.length);
    int channels = size.size() == 3 ? size.get(2) : 1;
    int height = size.get(0);
    int across = size.get(1);
    columns.add(
        (index, row) -> row.putPixels(border, height, across, channels, pixels, index * width));
    return this;
  }

  private int width(String border, int length) {
    if (size < 1 || length % size != 0) {
      throw new IllegalArgumentException(
          border + ": " + length + " values cannot be shared by " + size + " examples");
    }
    return length / size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(int index, Row row) {
    Objects.checkIndex(index, size);
    for (int k = 0; k < columns.size(); k++) {
      columns.get(k).copy(index, row);
    }
  }
}
