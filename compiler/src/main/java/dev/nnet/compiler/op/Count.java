package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * How many elements a reduction over {@code axis} takes in: a number that may grow with the batch.
 */
final class Count extends Op {
  Count() {
    super("count", OpKind.BROADCAST, Signature.of("x").with("axis", Kind.AXES));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    return Type.f32(new Shape(List.of()));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    Shape x = operands.get(0).shape();
    Expr count = Expr.constant(1);
    for (long axis : attributes.integers("axis")) {
      count = Expr.multiply(count, new Expr.Size(x.dim((int) axis).extent()));
    }
    return Definition.pointwise(List.of(), List.of(), count);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[1];
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return Axes.behind(this, attributes);
  }
}
