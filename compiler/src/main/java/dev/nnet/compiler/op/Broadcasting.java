package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The language's broadcasting: NumPy's alignment, but ranks are equal, or one side is a number, or
 * its dims are exactly the trailing dims of the other; different symbols never match.
 */
final class Broadcasting {
  private Broadcasting() {}

  /** The common shape; {@code verb} names the op in messages: "cannot {verb} A and B". */
  static Shape join(String verb, Type a, Type b) {
    Shape left = a.shape();
    Shape right = b.shape();
    if (left.rank() == 0 || trails(left, right)) {
      return right;
    }
    if (right.rank() == 0 || trails(right, left)) {
      return left;
    }
    String pair = "cannot " + verb + " " + a + " and " + b + ": ";
    if (left.rank() != right.rank()) {
      boolean leftShort = left.rank() < right.rank();
      throw new ShapeError(
          "NN202",
          pair + left.rank() + " and " + right.rank() + " dimensions",
          "unsqueeze(" + (leftShort ? "{0}" : "{1}") + ", 1)");
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < left.rank(); i++) {
      Dim l = left.dim(i);
      Dim r = right.dim(i);
      if (!l.equals(r) && !isOne(l) && !isOne(r)) {
        throw new ShapeError(
            "NN201",
            pair + "dimension " + i + " is " + l + " and " + r,
            "only equal shapes can be " + participle(verb));
      }
      dims.add(isOne(l) ? r : l);
    }
    return new Shape(dims);
  }

  /** added, multiplied, divided. */
  private static String participle(String verb) {
    if (verb.contains(" ")) {
      return "combined";
    }
    String stem = verb.replaceFirst("e$", "").replaceFirst("y$", "i");
    return stem + "ed";
  }

  private static boolean trails(Shape inner, Shape outer) {
    int skip = outer.rank() - inner.rank();
    return skip >= 0
        && inner.rank() > 0
        && outer.dims().subList(skip, outer.rank()).equals(inner.dims());
  }

  private static boolean isOne(Dim dim) {
    return dim.known() && dim.size() == 1;
  }
}
