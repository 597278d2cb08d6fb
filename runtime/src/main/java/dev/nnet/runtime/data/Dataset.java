package dev.nnet.runtime.data;

import dev.nnet.runtime.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A fixed number of examples, each of which can be copied into a row.
 *
 * <pre>
 *   Dataset train = Dataset.of(samples, (sample, row) -&gt; {
 *     row.put("image", sample.image());
 *     row.put("digit", sample.digit());
 *   });
 * </pre>
 */
public interface Dataset {
  /** Number of examples. */
  int size();

  /**
   * Puts every input and target of an example; allocates nothing if training is to allocate
   * nothing.
   *
   * @param index 0..size - 1
   * @throws IllegalArgumentException from the row, if a value does not fit
   */
  void read(int index, Row row);

  /**
   * Tells which examples will be read next, so that what takes long can begin on other threads.
   * Does nothing unless overridden.
   *
   * @param order numbers of examples
   * @param from the first of {@code order} that will be read
   * @param to behind the last one
   */
  default void ahead(int[] order, int from, int to) {}

  /** Copies a sample of some type into a row. */
  interface Encoder<S> {
    void encode(S sample, Row row);
  }

  /** A list of samples; the list is not copied and may be lazy. */
  static <S> Dataset of(List<S> samples, Encoder<? super S> encoder) {
    Objects.requireNonNull(encoder);
    return new Dataset() {
      @Override
      public int size() {
        return samples.size();
      }

      @Override
      public void read(int index, Row row) {
        encoder.encode(samples.get(index), row);
      }
    };
  }

  /** The examples {@code from <= index < to} as a dataset of their own. */
  default Dataset slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    Dataset whole = this;
    return new Dataset() {
      @Override
      public int size() {
        return to - from;
      }

      @Override
      public void read(int index, Row row) {
        whole.read(from + Objects.checkIndex(index, to - from), row);
      }

      @Override
      public void ahead(int[] order, int first, int end) {
        int[] moved = Arrays.copyOfRange(order, first, end);
        Arrays.setAll(moved, k -> from + moved[k]);
        whole.ahead(moved, 0, moved.length);
      }
    };
  }
}
