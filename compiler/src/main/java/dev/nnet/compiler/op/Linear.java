package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import java.util.List;

/**
 * x W^T over the last axis: {@code y[.., o] = sum_i x[.., i] weight[o, i]}, weight {@code f32[out,
 * in]} as frameworks store it.
 */
final class Linear extends Product {
  private static final String LETTERS = "bcdefgh";

  Linear() {
    super("linear", Signature.of("x", "weight"));
  }

  @Override
  String pattern(List<Type> operands, Attributes attributes) {
    String outer = LETTERS.substring(0, operands.get(0).shape().rank() - 1);
    return outer + "i,oi->" + outer + "o";
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    Shape weight = operands.get(1).shape();
    if (x.rank() < 1 || x.rank() > LETTERS.length() + 1 || weight.rank() != 2) {
      throw new ShapeError(
          "NN206", "linear needs vectors and a matrix, but gets " + x + " and " + weight, null);
    }
    if (!x.dim(x.rank() - 1).equals(weight.dim(1))) {
      throw new ShapeError(
          "NN206",
          "linear needs equal inner sizes: "
              + x.dim(x.rank() - 1)
              + " (last of {0}) and "
              + weight.dim(1)
              + " (last of {1})",
          null);
    }
    return super.infer(operands, attributes);
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return varies.get(1)
        ? super.overSteps(attributes, operands, varies)
        : new OverSteps(this, attributes);
  }
}
