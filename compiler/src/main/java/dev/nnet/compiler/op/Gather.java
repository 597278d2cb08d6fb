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
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a table for each index: {@code y[b, t, d] = table[index[b, t], d]}. The gradient of the
 * table is a {@link Scatter}.
 */
final class Gather extends Op {
  Gather() {
    super("gather", OpKind.GATHER, Signature.of("table", "index"));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape table = operands.get(0).shape();
    Type index = operands.get(1);
    if (index.element() != Element.INDEX) {
      throw new ShapeError("NN302", "gather wants index<n>, but gets " + index, null);
    }
    if (table.rank() != 2 || !table.dim(0).equals(Dim.of(index.bound()))) {
      throw new ShapeError(
          "NN213",
          "gather wants a table [" + index.bound() + ", D] for " + index + ", but gets " + table,
          null);
    }
    List<Dim> dims = new ArrayList<>(index.shape().dims());
    dims.add(table.dim(1));
    return Type.f32(new Shape(dims));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr row = Axes.read(1, at.subList(0, at.size() - 1));
    List<Expr.Coordinate> place =
        List.of(Expr.Coordinate.of(Affine.ZERO), Expr.Coordinate.of(at.get(at.size() - 1)));
    return Definition.pointwise(axes, at, new Expr.Access(0, place, 0f, row));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    long rows = y.operand(0).shape().size(0);
    Value table = g.apply(Ops.SCATTER, Attributes.of("rows", rows), dy, y.operand(1));
    return new Value[] {table, null};
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return varies.get(0) ? null : new OverSteps(this, attributes);
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return 0;
  }
}
