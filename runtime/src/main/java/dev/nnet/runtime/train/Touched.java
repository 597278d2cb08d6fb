package dev.nnet.runtime.train;

import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Memory;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.ParameterSpec;
import dev.nnet.runtime.RowsSpec;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where the gradients of a batch can be other than zero: everywhere but in the rows of tables that
 * no index of the batch names.
 *
 * <pre>
 *   params | weights | table of 50,000 rows          | weights |
 *   ranges | 0       |   1      2 3             4     | 5       |
 * </pre>
 *
 * Ranges are in order and without overlap. Nothing is allocated for a batch, unless its sequences
 * are longer than any before.
 */
final class Touched {
  private final Table[] tables;
  private final int length;
  private int count;
  private int[] from = new int[1];
  private int[] to = new int[1];

  /**
   * @param spec with the borders of the training program
   * @param rows of which tables few rows are touched
   * @param length of the gradients
   */
  Touched(ModelSpec spec, List<RowsSpec> rows, int length) {
    this.length = length;
    this.tables =
        rows.stream()
            .map(r -> new Table(spec, spec.parameter(r.path()), r.border()))
            .sorted((a, b) -> Integer.compare(a.offset, b.offset))
            .toArray(Table[]::new);
    whole();
  }

  /** Everything. */
  static Touched everything(int length) {
    return new Touched(null, List.of(), length);
  }

  /** Ranges. */
  int count() {
    return count;
  }

  /** Where the k-th range begins. */
  int from(int k) {
    return from[k];
  }

  /** One past its end. */
  int to(int k) {
    return to[k];
  }

  /** Whether there is a k-th range, and it begins before a place. */
  boolean begins(int k, int place) {
    return k < count && from[k] < place;
  }

  /** The first range that ends behind a place. */
  int behind(int place) {
    int found = Arrays.binarySearch(to, 0, count, place);
    return found < 0 ? -found - 1 : found + 1;
  }

  /** Values in all ranges. */
  int total() {
    int total = 0;
    for (int k = 0; k < count; k++) {
      total += to[k] - from[k];
    }
    return total;
  }

  private void whole() {
    from[0] = 0;
    to[0] = length;
    count = 1;
  }

  /** Makes all gradients zero that the next run will not write. */
  void clear(float[] gradients) {
    for (Table table : tables) {
      for (int k = behind(table.offset); begins(k, table.end()); k++) {
        int low = Math.max(from[k], table.offset);
        Arrays.fill(gradients, low, Math.min(to[k], table.end()), 0f);
      }
    }
  }

  /** Finds the rows that a batch names. */
  void read(Memory memory, int batch) {
    count = 0;
    int begin = 0;
    for (Table table : tables) {
      add(begin, table.offset);
      table.read(memory, batch);
      for (int r = table.rows.nextSetBit(0); r >= 0; r = table.rows.nextSetBit(r + 1)) {
        int row = table.offset + r * table.stride;
        add(row, row + table.width);
      }
      begin = table.end();
    }
    add(begin, length);
  }

  private void add(int begin, int end) {
    if (begin == end) {
      return;
    }
    if (count > 0 && to[count - 1] == begin) {
      to[count - 1] = end;
      return;
    }
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = begin;
    to[count++] = end;
  }

  /** A table and the rows of it that a batch names. */
  private static final class Table {
    final int offset;
    final int stride;
    final int width;
    final int count;
    final BitSet rows;
    private final BorderSpec index;
    private final int border;

    /** Which of the memory's step counts is that of the index; -1 if it is no sequence. */
    private final int sequence;

    Table(ModelSpec spec, ParameterSpec parameter, int border) {
      this.offset = parameter.offset();
      this.stride = parameter.strides().get(0);
      this.width = parameter.dims().get(1);
      this.count = parameter.dims().get(0);
      this.rows = new BitSet(count);
      this.border = border;
      this.index = spec.borders().get(border);
      int[] lengths = spec.lengths();
      int found = -1;
      for (int k = 0; index.ragged() && k < lengths.length; k++) {
        found = lengths[k] == spec.border(index.sequence()) ? k : found;
      }
      this.sequence = found;
    }

    int end() {
      return offset + (count - 1) * stride + width;
    }

    void read(Memory memory, int batch) {
      rows.clear();
      int[] indices = memory.ints[border];
      int distance = memory.valuesPerExample(border);
      int used = sequence < 0 ? distance : memory.steps[sequence] * index.valuesPerStep();
      for (int b = 0; b < batch; b++) {
        for (int k = b * distance; k < b * distance + used; k++) {
          rows.set(indices[k]);
        }
      }
    }
  }
}
