package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The last two axes change places: {@code h @ transpose(table.weight)}. */
final class Transpose extends Op {
  Transpose() {
    super("transpose", OpKind.BROADCAST, Signature.of("x"));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    int rank = x.rank();
    if (rank < 2 || rank == 2 && x.batched()) {
      throw new ShapeError(
          "NN206", "transpose needs a matrix for each example or one for all, not {0}", null);
    }
    List<Dim> dims = new ArrayList<>(x.dims());
    Collections.swap(dims, rank - 2, rank - 1);
    return Type.f32(new Shape(dims));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> from = new ArrayList<>(Axes.coordinates(axes));
    Collections.swap(from, from.size() - 2, from.size() - 1);
    return Definition.pointwise(axes, Axes.coordinates(axes), Axes.read(0, from));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {g.apply(this, Attributes.NONE, dy)};
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    return new OverSteps(this, attributes);
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return 0;
  }
}
