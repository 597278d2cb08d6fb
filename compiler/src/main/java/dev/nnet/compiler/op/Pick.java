package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Element;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Local;
import java.util.ArrayList;
import java.util.List;

/** One element of the last axis for each index: {@code y[b] = x[b, index[b]]}. */
final class Pick extends Op {
  Pick() {
    super("pick", OpKind.REDUCTION, Signature.of("x", "index"));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    Type index = operands.get(1);
    int last = x.rank() - 1;
    if (index.element() != Element.INDEX
        || !x.without(List.of((long) last)).equals(index.shape())) {
      throw new ShapeError(
          "NN303", "'{1}' must give one index for each row of " + x + ", but is " + index, null);
    }
    if (x.size(last) != index.bound()) {
      throw new ShapeError(
          "NN303",
          x.size(last)
              + " scores per example, but '{1}' is index<"
              + index.bound()
              + ">; make the last layer dense("
              + index.bound()
              + ") or the target index<"
              + x.size(last)
              + ">",
          null);
    }
    return Type.f32(index.shape());
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    Axis c = Axes.axis("c", operands.get(0).shape().dim(result.shape().rank()));
    List<Affine> at = new ArrayList<>(Axes.coordinates(axes));
    Expr index = Axes.read(1, List.copyOf(at));
    at.add(Axes.at(c));
    Local picked = new Local("acc");
    Expr acc = new Expr.Read(picked);
    Expr here = Expr.equal(index, new Expr.Index(Axes.at(c)));
    return new Definition(
        axes,
        List.of(c),
        Axes.coordinates(axes),
        picked,
        Expr.constant(0),
        new Expr.Select(here, Axes.read(0, at), acc),
        acc);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(0).shape();
    long last = x.rank() - 1;
    Value hot = g.apply(Ops.ONE_HOT, Attributes.of("depth", x.size((int) last)), y.operand(1));
    Value row = g.apply(Ops.UNSQUEEZE, Attributes.of("axis", List.of(last)), dy);
    return new Value[] {g.apply(Ops.MULTIPLY, Attributes.NONE, row, hot), null};
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return varies.contains(false) ? null : new OverSteps(this, attributes);
  }
}
