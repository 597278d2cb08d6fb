package dev.nnet.compiler.elaborate;

import java.util.HashMap;
import java.util.Map;

/** Numbers layers within a named pipeline: {@code logits/conv2d_1}, {@code logits/conv2d_2}. */
final class Paths {
  private final String prefix;
  private final Map<String, Integer> counts = new HashMap<>();

  Paths(String prefix) {
    this.prefix = prefix;
  }

  /** The path of the next layer of a kind. */
  String next(String kind) {
    int count = counts.merge(kind, 1, Integer::sum);
    return in(kind + "_" + count);
  }

  /** The path of a layer with a label; a label that comes again, as in a repeat, is numbered. */
  String labelled(String label) {
    int count = counts.merge(label + ":", 1, Integer::sum);
    return in(count == 1 ? label : label + "_" + count);
  }

  /** The path of something inside. */
  String in(String label) {
    return prefix.isEmpty() ? label : prefix + "/" + label;
  }

  String prefix() {
    return prefix;
  }
}
