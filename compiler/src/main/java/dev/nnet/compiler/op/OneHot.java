package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * 1 at the index, 0 elsewhere: {@code index<n>[B]} to {@code f32[B, depth]}, n if depth is not
 * given. It has no gradient.
 */
final class OneHot extends Op {
  OneHot() {
    super(
        "one_hot",
        OpKind.BROADCAST,
        Signature.of("index").with("depth", Kind.INT, Signature.ABSENT));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    List<Dim> dims = new ArrayList<>(operands.get(0).shape().dims());
    boolean given = attributes.has("depth");
    dims.add(Dim.of(given ? attributes.integer("depth") : operands.get(0).bound()));
    return Type.f32(new Shape(dims));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr index = Axes.read(0, at.subList(0, at.size() - 1));
    Expr hot = Expr.equal(index, new Expr.Index(at.get(at.size() - 1)));
    return Definition.pointwise(axes, at, hot);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[1];
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return varies.contains(false) ? null : new OverSteps(this, attributes);
  }
}
