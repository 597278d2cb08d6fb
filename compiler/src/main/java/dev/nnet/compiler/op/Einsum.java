package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A product of two tensors by an explicit pattern: {@code einsum("bi,oi->bo", a, b)}. */
final class Einsum extends Product {
  Einsum() {
    super("einsum", Signature.of("a", "b").with("pattern", Kind.WORD).reversed());
  }

  @Override
  String pattern(List<Type> operands, Attributes attributes) {
    return attributes.word("pattern");
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    String pattern = attributes.word("pattern").replace(" ", "");
    if (!pattern.matches("[a-zA-Z]+,[a-zA-Z]+->[a-zA-Z]*")) {
      throw new ShapeError(
          "NN211",
          "einsum cannot read the pattern \"" + pattern + "\"",
          "two operands and a result, for example \"bi,oi->bo\"");
    }
    String[] letters = letters(pattern);
    Map<Character, Dim> dims = new HashMap<>();
    for (int operand = 0; operand < 2; operand++) {
      check(letters[operand], operands.get(operand).shape(), operand, dims);
    }
    for (char letter : letters[2].toCharArray()) {
      if (!dims.containsKey(letter)) {
        throw new ShapeError("NN211", "einsum: no operand has the axis '" + letter + "'", null);
      }
    }
    return super.infer(operands, attributes);
  }

  private static void check(String letters, Shape shape, int operand, Map<Character, Dim> dims) {
    if (letters.length() != shape.rank()) {
      throw new ShapeError(
          "NN211",
          "einsum: \""
              + letters
              + "\" names "
              + letters.length()
              + " axes, but {"
              + operand
              + "} has the "
              + shape.rank()
              + " dimensions "
              + shape,
          null);
    }
    for (int i = 0; i < letters.length(); i++) {
      Dim known = dims.putIfAbsent(letters.charAt(i), shape.dim(i));
      if (known != null && !known.equals(shape.dim(i))) {
        throw new ShapeError(
            "NN211",
            "einsum: axis '" + letters.charAt(i) + "' is both " + known + " and " + shape.dim(i),
            null);
      }
    }
  }
}
