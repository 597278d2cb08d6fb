package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import java.util.List;

/**
 * The matrix product {@code a @ b}: the last axis of a with the first axis of the matrix b, or, if
 * b has as many dimensions as a, matrix by matrix over equal leading axes.
 */
final class Matmul extends Product {
  private static final String LETTERS = "bcdefgh";

  Matmul() {
    super("matmul", Signature.of("a", "b"));
  }

  @Override
  String pattern(List<Type> operands, Attributes attributes) {
    int rank = operands.get(0).shape().rank();
    boolean batched = rank > 2 && operands.get(1).shape().rank() == rank;
    String outer = LETTERS.substring(0, rank - 1);
    String shared = batched ? LETTERS.substring(0, rank - 2) : "";
    return outer + "k," + shared + "kn->" + outer + "n";
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape a = operands.get(0).shape();
    Shape b = operands.get(1).shape();
    boolean batched = a.rank() > 2 && b.rank() == a.rank();
    if (a.rank() < 1 || a.rank() > LETTERS.length() + 1 || (b.rank() != 2 && !batched)) {
      throw new ShapeError(
          "NN206", "matrix product needs matrices, but gets " + a + " and " + b, null);
    }
    if (batched && !a.dims().subList(0, a.rank() - 2).equals(b.dims().subList(0, a.rank() - 2))) {
      throw new ShapeError(
          "NN206", "matrix product needs equal leading dimensions: " + a + " and " + b, null);
    }
    if (!a.dim(a.rank() - 1).equals(b.dim(b.rank() - 2))) {
      throw new ShapeError(
          "NN206",
          "matrix product needs equal inner sizes: "
              + a.dim(a.rank() - 1)
              + " (last of {0}) and "
              + b.dim(b.rank() - 2)
              + " ("
              + (b.rank() == 2 ? "first" : "last but one")
              + " of {1})",
          null);
    }
    return super.infer(operands, attributes);
  }
}
