package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Definition;
import java.util.List;

/** The elements of an example under the dims {@code shape}, which does not mention the batch. */
final class Reshape extends View {
  Reshape() {
    super("reshape", Signature.of("x").with("shape", Kind.SIZES));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    if (attributes.has("like")) {
      return Type.f32(attributes.shape("like"));
    }
    Type result = resized(x, attributes.integers("shape"));
    if (result.shape().sizePerExample() != x.sizePerExample()) {
      throw new ShapeError(
          "NN214",
          "cannot reshape "
              + operands.get(0)
              + " to "
              + result
              + ": "
              + x.sizePerExample()
              + " and "
              + result.shape().sizePerExample()
              + " values per example",
          null);
    }
    return result;
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    Shape from = operands.get(0).shape();
    if (joins(from, result.shape()) || joins(result.shape(), from)) {
      return super.define(operands, result, attributes);
    }
    throw new ShapeError(
        "NN214",
        "cannot reshape " + from + " to " + result + " in one step: dims are cut across",
        "flatten first, then reshape");
  }

  /** Whether each dim of {@code coarse} is a product of neighbouring dims of {@code fine}. */
  private static boolean joins(Shape fine, Shape coarse) {
    int next = 0;
    for (Dim dim : coarse.dims()) {
      long size = 1;
      while (dim.known() && size < dim.size() && next < fine.rank()) {
        size *= fine.size(next++);
      }
      next += dim.known() ? 0 : 1;
      if (dim.known() && size != dim.size()) {
        return false;
      }
    }
    return fine.rank() >= coarse.rank();
  }
}
