package dev.nnet.compiler.elaborate;

import java.util.List;

/**
 * Several results of one stage. Where one is wanted, the first one is meant: {@code x -> lstm(64)}
 * goes on with the outputs, {@code y, h, c = x -> lstm(64)} names the final states too.
 */
record Results(List<Object> values) {
  Results {
    values = List.copyOf(values);
  }

  Object first() {
    return values.get(0);
  }

  /** The one that is meant where one is wanted. */
  static Object one(Object value) {
    return value instanceof Results r ? r.first() : value;
  }
}
