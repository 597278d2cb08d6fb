package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Value;

/** Names of kernels and tensors, made from the layers they come from. */
final class Names {
  private Names() {}

  /** {@code logits/conv2d_1} and op convolution2d: {@code conv2d_1_convolution2d}. */
  static String of(Value value) {
    String layer = value.origin().layer();
    String last = layer.substring(layer.lastIndexOf('/') + 1);
    String op = value.op().name();
    return clean(last.isEmpty() ? op : last.startsWith(op) ? last : last + "_" + op);
  }

  static String value(Value value) {
    return of(value) + "_" + value.id();
  }

  /** A Java identifier. */
  static String clean(String text) {
    String name = text.replaceAll("[^A-Za-z0-9_]", "_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }
}
