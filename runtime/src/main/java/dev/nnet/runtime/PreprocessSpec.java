package dev.nnet.runtime;

import dev.nnet.runtime.text.Call;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How raw bytes become the values of an input: {@code preprocess image from u8[28, 28] -> to_tensor
 * -> normalize(mean=0.1307, std=0.3081)}.
 *
 * @param border the input
 * @param dims of the raw image: height, width, and channels if there are three
 * @param operations in call notation
 */
public record PreprocessSpec(String border, List<Integer> dims, List<String> operations) {
  /**
   * @throws IllegalArgumentException for anything but {@code to_tensor}, then at most one {@code
   *     normalize}, on an image of fixed size: the rest is not there yet
   */
  public PreprocessSpec {
    dims = List.copyOf(dims);
    operations = List.copyOf(operations);
    String head = "preprocess " + border + ": ";
    if (dims.size() < 2 || dims.size() > 3 || dims.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException(
          head + "not yet: only u8[height, width] and u8[height, width, channels] of fixed size");
    }
    List<Call> calls = operations.stream().map(Call::parse).toList();
    List<String> names = calls.stream().map(Call::name).toList();
    if (!names.equals(List.of("to_tensor")) && !names.equals(List.of("to_tensor", "normalize"))) {
      throw new IllegalArgumentException(
          head + "not yet: " + names + "; to_tensor, then normalize, can be used");
    }
    calls.get(0).bind();
    if (calls.size() == 2) {
      int channels = dims.size() == 3 ? dims.get(2) : 1;
      Call normalize = calls.get(1).bind("mean", "std");
      for (String key : List.of("mean", "std")) {
        int given = normalize.numbers(key).size();
        if (given != 1 && given != channels) {
          throw new IllegalArgumentException(
              head + key + " has " + given + " values for " + channels + " channels");
        }
      }
      if (normalize.numbers("std").contains(0.0)) {
        throw new IllegalArgumentException(head + "std is 0");
      }
    }
  }

  /** Raw bytes per image. */
  public int bytes() {
    return ParameterSpec.count(border, dims);
  }

  /** Channels of the image: the third size, or 1. */
  public int channels() {
    return dims.size() == 3 ? dims.get(2) : 1;
  }

  /** The operations as one field: {@code to_tensor;normalize(0.1307,0.3081)}. */
  String text() {
    return operations.stream().collect(Collectors.joining(";"));
  }
}
