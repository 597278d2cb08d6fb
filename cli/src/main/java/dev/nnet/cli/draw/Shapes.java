package dev.nnet.cli.draw;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.Type;
import java.util.stream.Collectors;

/** Shapes of one example, as short as a reader wants them: {@code 16 x 5 x 5}. */
final class Shapes {
  private Shapes() {}

  static String text(Type type) {
    String dims =
        type.shape().dims().stream()
            .filter(d -> !d.equals(Dim.BATCH))
            .map(Dim::toString)
            .collect(Collectors.joining(" x "));
    if (type.element() == Element.F32) {
      return dims.isEmpty() ? "1" : dims;
    }
    return (withBound(type) + " " + dims).strip();
  }

  private static String withBound(Type type) {
    String element = type.element().text();
    return type.bound() > 0 ? element + "<" + type.bound() + ">" : element;
  }
}
