package dev.nnet.runtime.data;

import dev.nnet.runtime.ClassNames;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.random.Shuffle;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

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
   * nothing. Where a batch takes long it is read on another thread while the one before is learned:
   * one call at a time, and none after {@code fit} or {@code evaluate} has returned.
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

  /**
   * How long an example is, if the data know: in training, examples of like length then come into
   * one batch, so that little of it is padding.
   *
   * @return steps; 0, for all examples, unless overridden
   */
  default int length(int index) {
    return 0;
  }

  /** Copies a sample of some type into a row. */
  interface Encoder<S> {
    void encode(S sample, Row row);
  }

  /** A list of samples; the list is not copied and may be lazy. */
  static <S> Dataset of(List<S> samples, Encoder<? super S> encoder) {
    return new Samples<S>(samples, encoder, null);
  }

  /**
   * A list of samples that have lengths; the list is not copied.
   *
   * @param length steps of a sample; asked for once in every epoch
   */
  static <S> Dataset of(
      List<S> samples, Encoder<? super S> encoder, ToIntFunction<? super S> length) {
    return new Samples<S>(samples, encoder, Objects.requireNonNull(length));
  }

  /** What the numbers of classes are called, where the data know; the weights keep it. */
  default ClassNames classNames() {
    return ClassNames.NONE;
  }

  /** The examples {@code from <= index < to} as a dataset of their own. */
  default Dataset slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    int[] numbers = new int[to - from];
    Arrays.setAll(numbers, k -> from + k);
    return new Selection(this, numbers);
  }

  /**
   * A part of the examples in an order that depends on the seed alone: {@code part(0, 0.9, 42)} and
   * {@code part(0.9, 1, 42)} have no example in common.
   *
   * @param from 0 to 1
   * @param to at least {@code from}, at most 1
   */
  default Dataset part(double from, double to, long seed) {
    return new Selection(this, Shuffle.part(size(), from, to, seed));
  }
}
