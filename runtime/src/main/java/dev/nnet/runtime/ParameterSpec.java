package dev.nnet.runtime;

import java.util.List;
import java.util.Objects;

/**
 * One tensor of weights and where it lies in {@link Memory#params}.
 *
 * <p>Element (i, j, ..) of the logical tensor lies at {@code offset + i * strides[0] + j *
 * strides[1] + ..}. Logical order is row-major and what files hold; what lies between the elements
 * is padding, zero for ever. No two parameters' spans overlap.
 *
 * @param path as in weight files, {@code logits/dense_1.weight}
 * @param dims logical sizes, empty for a scalar
 * @param offset of the first element
 * @param strides one per dimension, positive
 * @param decay whether weight decay applies (not to biases and norms)
 * @param trained whether gradients change it; otherwise it is a state, such as a running mean,
 *     whose place among the gradients holds its next value
 * @param init initialiser in call notation, see {@link Initializer}
 */
public record ParameterSpec(
    String path,
    List<Integer> dims,
    int offset,
    List<Integer> strides,
    boolean decay,
    boolean trained,
    String init) {

  public ParameterSpec {
    Objects.requireNonNull(path);
    dims = List.copyOf(dims);
    strides = List.copyOf(strides);
    count(path, dims);
    boolean forward = offset >= 0;
    for (int stride : strides) {
      forward &= stride >= 1;
    }
    if (strides.size() != dims.size() || !forward) {
      throw new IllegalArgumentException(
          "parameter " + path + ": bad layout " + offset + " " + strides + " for " + dims);
    }
    long end = offset + 1L;
    for (int d = 0; d < dims.size(); d++) {
      end += (dims.get(d) - 1L) * strides.get(d);
    }
    if (end > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("parameter " + path + " ends at float " + end);
    }
    Objects.requireNonNull(init);
  }

  /** A tensor without gaps, row-major from {@code offset}. */
  public static ParameterSpec dense(
      String path, List<Integer> dims, int offset, boolean decay, String init) {
    Integer[] strides = new Integer[dims.size()];
    int stride = 1;
    for (int d = dims.size() - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= dims.get(d);
    }
    return new ParameterSpec(path, dims, offset, List.of(strides), decay, true, init);
  }

  /** Logical elements. */
  public int count() {
    return count(path, dims);
  }

  /** One past the last float it touches. */
  public int end() {
    int end = offset + 1;
    for (int d = 0; d < dims.size(); d++) {
      end += (dims.get(d) - 1) * strides.get(d);
    }
    return end;
  }

  /** Copies the tensor out of the physical array, row-major. */
  public float[] gather(float[] physical) {
    float[] logical = new float[count()];
    copy(physical, logical, 0, logical.length, false);
    return logical;
  }

  /** Copies a row-major tensor into the physical array; padding is not touched. */
  public void scatter(float[] logical, float[] physical) {
    if (logical.length != count()) {
      throw new IllegalArgumentException(
          path + " has " + logical.length + " values, " + count() + " expected");
    }
    scatter(0, logical, logical.length, physical);
  }

  /**
   * Copies a part of a row-major tensor into the physical array.
   *
   * @param from the place of its first value in the tensor
   * @param count how many of the values
   */
  void scatter(int from, float[] values, int count, float[] physical) {
    copy(physical, values, from, count, true);
  }

  /**
   * Walks a part of the logical tensor in row-major order like an odometer, keeping the physical
   * place; a turn of the last dimension that has several elements is a loop of its own, so that a
   * JVM soon compiles it.
   */
  private void copy(float[] physical, float[] logical, int from, int count, boolean in) {
    int last = dims.size() - 1;
    while (last >= 0 && dims.get(last) == 1) {
      last--;
    }
    int row = last < 0 ? 1 : dims.get(last);
    int stride = last < 0 ? 1 : strides.get(last);
    int[] index = new int[dims.size()];
    int place = offset;
    for (int d = last - 1, rows = from / row; d >= 0; d--) {
      index[d] = rows % dims.get(d);
      place += index[d] * strides.get(d);
      rows /= dims.get(d);
    }
    int begin = from % row;
    for (int k = 0, run; k < count; k += run) {
      run = Math.min(row - begin, count - k);
      if (in) {
        spread(logical, k, run, physical, place + begin * stride, stride);
      } else {
        collect(physical, place + begin * stride, stride, logical, k, run);
      }
      begin = 0;
      for (int d = last - 1; d >= 0; d--) {
        index[d]++;
        place += strides.get(d);
        if (index[d] < dims.get(d)) {
          break;
        }
        place -= index[d] * strides.get(d);
        index[d] = 0;
      }
    }
  }

  private static void spread(
      float[] logical, int from, int count, float[] physical, int place, int stride) {
    for (int i = 0; i < count; i++) {
      physical[place + i * stride] = logical[from + i];
    }
  }

  private static void collect(
      float[] physical, int place, int stride, float[] logical, int to, int count) {
    for (int i = 0; i < count; i++) {
      logical[to + i] = physical[place + i * stride];
    }
  }

  /** Product of sizes, each at least 1, at most 2^31 - 1. */
  static int count(String name, List<Integer> dims) {
    return count(name, dims, 0);
  }

  /** The same of those from {@code first} on; leaves no garbage, for the steps of a stream. */
  static int count(String name, List<Integer> dims, int first) {
    long count = 1;
    for (int d = first; d < dims.size(); d++) {
      int size = dims.get(d);
      count *= size;
      if (size < 1 || count > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(name + ": bad sizes " + dims);
      }
    }
    return (int) count;
  }
}
