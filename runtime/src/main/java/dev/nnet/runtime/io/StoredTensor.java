package dev.nnet.runtime.io;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** The sizes of tensors, by name. */
  public static SortedMap<String, List<Integer>> dims(Map<String, StoredTensor> tensors) {
    SortedMap<String, List<Integer>> dims = new TreeMap<>();
    tensors.forEach((name, tensor) -> dims.put(name, tensor.dims));
    return dims;
  }

  /** Sizes are at least 0 and give less than 2^31 values. */
  static StoredTensor zeros(List<Integer> dims) {
    return new StoredTensor(dims, new float[dims.stream().reduce(1, (a, b) -> a * b)]);
  }
}
