package dev.nnet.runtime.data;

import dev.nnet.runtime.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * A list of samples as a dataset; the list may be lazy.
 *
 * @param length steps of a sample; null if they have none
 */
record Samples<S>(
    List<S> samples, Dataset.Encoder<? super S> encoder, ToIntFunction<? super S> length)
    implements Dataset {
  Samples {
    Objects.requireNonNull(samples);
    Objects.requireNonNull(encoder);
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public int length(int index) {
    return length == null ? 0 : length.applyAsInt(samples.get(index));
  }

  @Override
  public void read(int index, Row row) {
    encoder.encode(samples.get(index), row);
  }
}
