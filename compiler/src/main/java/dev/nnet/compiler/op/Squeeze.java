package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import java.util.List;

/** Removes dims of size 1. */
final class Squeeze extends View {
  Squeeze() {
    super("squeeze", Signature.of("x").with("axis", Kind.AXES));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    List<Long> axes = attributes.integers("axis");
    for (long axis : axes) {
      if (!x.dim((int) axis).equals(Dim.of(1))) {
        throw new ShapeError(
            "NN215", "squeeze: dimension " + axis + " of " + operands.get(0) + " is not 1", null);
      }
    }
    return Type.f32(x.without(axes));
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return Axes.behind(this, attributes);
  }
}
