package dev.nnet.runtime.io;

import java.util.List;

/**
 * A tensor as files hold it.
 *
 * @param dims sizes, empty for a scalar
 * @param values row-major, as many as the product of {@code dims}; not copied
 */
public record StoredTensor(List<Integer> dims, float[] values) {
  public StoredTensor {
    dims = List.copyOf(dims);
    long count = 1;
    boolean negative = false;
    for (int size : dims) {
      count = Math.multiplyExact(count, (long) size);
      negative |= size < 0;
    }
    if (count != values.length || negative) {
      throw new IllegalArgumentException(values.length + " values for a tensor of " + dims);
    }
  }
}
