package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import java.util.ArrayList;
import java.util.List;

/** Adds dims of size 1; {@code axis} counts in the result. */
final class Unsqueeze extends View {
  Unsqueeze() {
    super("unsqueeze", Signature.of("x").with("axis", Kind.NEW_AXES));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    List<Dim> dims = new ArrayList<>(operands.get(0).shape().dims());
    for (long axis : attributes.integers("axis").stream().sorted().toList()) {
      if (axis > dims.size()) {
        throw new ShapeError(
            "NN215", "unsqueeze: " + operands.get(0) + " has no place for dimension " + axis, null);
      }
      dims.add((int) axis, Dim.of(1));
    }
    return Type.f32(new Shape(dims));
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return Axes.behind(this, attributes);
  }
}
