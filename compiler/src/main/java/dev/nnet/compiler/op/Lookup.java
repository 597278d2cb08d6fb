package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * A number of the text for each index: {@code lookup(label, numbers=[1, 0.5])} of an {@code
 * index<2>[B]} is an {@code f32[B]}. The numbers are part of the code, so there are at most 256. It
 * has no gradient.
 */
final class Lookup extends Op {
  private static final int MOST = 256;

  Lookup() {
    super("lookup", OpKind.ELEMENTWISE, Signature.of("index").with("numbers", Kind.NUMBERS));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Type index = operands.get(0);
    int given = attributes.numbers("numbers").size();
    if (index.element() != Element.INDEX || index.bound() != given) {
      throw new ShapeError("NN303", given + " numbers, but '{0}' is " + index, null);
    }
    if (given > MOST) {
      throw new ShapeError("NN212", "at most " + MOST + " numbers, but there are " + given, null);
    }
    return Type.f32(index.shape());
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    List<Double> numbers = attributes.numbers("numbers");
    Expr index = Axes.read(0, at);
    Expr chosen = Expr.constant(numbers.get(numbers.size() - 1));
    for (int i = numbers.size() - 2; i >= 0; i--) {
      Expr here = Expr.equal(index, Expr.constant(i));
      chosen = new Expr.Select(here, Expr.constant(numbers.get(i)), chosen);
    }
    return Definition.pointwise(axes, at, chosen);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[1];
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return new OverSteps(this, attributes);
  }
}
