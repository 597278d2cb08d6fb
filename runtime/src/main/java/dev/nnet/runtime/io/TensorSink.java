package dev.nnet.runtime.io;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * Takes a weight file piece by piece, so that nobody holds it as a whole.
 *
 * <pre>
 * begin({network=LeNet5}, {a.bias=[6], a.weight=[6, 1, 5, 5]})
 * take(a.bias, 0, values, 6)
 * take(a.weight, 0, values, 150)
 * </pre>
 */
public interface TensorSink {
  /**
   * Hears what the file holds, before any number.
   *
   * @param dims sizes by name
   * @throws IOException if it is not what is wanted
   */
  void begin(SortedMap<String, String> metadata, SortedMap<String, List<Integer>> dims)
      throws IOException;

  /**
   * Takes the next numbers of a tensor, row-major; those of a tensor come in order.
   *
   * @param from the place of the first in the tensor
   * @param values not to be kept: they are overwritten by the next ones
   * @param count how many of the values
   */
  void take(String tensor, int from, float[] values, int count);
}
