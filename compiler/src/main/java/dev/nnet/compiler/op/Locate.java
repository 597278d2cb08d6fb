package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of the first element along {@code axis} that equals the value there, of which {@code
 * value} has one; with the maximum as the value this is argmax. It has no gradient.
 */
final class Locate extends Op {
  Locate() {
    super("locate", OpKind.REDUCTION, Signature.of("x", "value").with("axis", Kind.AXES, -1L));
  }

  private static int axis(Attributes attributes) {
    return Math.toIntExact(attributes.integers("axis").get(0));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    int axis = axis(attributes);
    if (!x.with(axis, Dim.of(1)).equals(operands.get(1).shape())) {
      throw new ShapeError(
          "NN213", "locate wants one value a row of " + x + ", but gets " + operands.get(1), null);
    }
    return new Type(Element.INDEX, x.size(axis), x.without(List.of((long) axis)));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    int axis = axis(attributes);
    Axis c = Axes.axis("c", operands.get(0).shape().dim(axis));
    List<Affine> element = new ArrayList<>(Axes.coordinates(axes));
    element.add(axis, Axes.at(c));
    List<Affine> row = new ArrayList<>(Axes.coordinates(axes));
    row.add(axis, Affine.ZERO);
    Local first = new Local("first");
    Expr acc = new Expr.Read(first);
    Expr open = Expr.less(acc, Expr.constant(0));
    Expr equal = Expr.equal(Axes.read(0, element), Axes.read(1, row));
    return new Definition(
        axes,
        List.of(c),
        Axes.coordinates(axes),
        first,
        Expr.constant(-1),
        new Expr.Select(Expr.multiply(open, equal), new Expr.Index(Axes.at(c)), acc),
        acc);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[2];
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return varies.contains(false) ? null : Axes.behind(this, attributes);
  }
}
