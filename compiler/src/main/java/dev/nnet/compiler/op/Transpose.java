package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The last two axes change places: {@code h @ transpose(table.weight)}; or all of them stand in
 * another order: axis k of the result is axis {@code order[k]} of x.
 */
final class Transpose extends Op {
  Transpose() {
    super(
        "transpose",
        OpKind.BROADCAST,
        Signature.of("x").with("order", Kind.SIZES, Signature.ABSENT));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    int rank = x.rank();
    if (rank < 2 || rank == 2 && x.batched()) {
      throw new ShapeError(
          "NN206", "transpose needs a matrix for each example or one for all, not {0}", null);
    }
    List<Integer> order = order(attributes, rank);
    boolean all = IntStream.range(0, rank).allMatch(order::contains) && order.size() == rank;
    if (!all || x.batched() && order.get(0) != 0) {
      String rule = x.batched() ? "each once, the batch first" : "each once";
      throw new ShapeError(
          "NN216", "transpose: " + order + " is no order of the axes of " + x + ": " + rule, null);
    }
    return Type.f32(new Shape(order.stream().map(x::dim).toList()));
  }

  /** The axis of x that each axis of the result is. */
  private static List<Integer> order(Attributes attributes, int rank) {
    if (attributes.has("order")) {
      return attributes.integers("order").stream().map(Math::toIntExact).toList();
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(order, rank - 2, rank - 1);
    return order;
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> to = Axes.coordinates(axes);
    List<Integer> order = order(attributes, axes.size());
    List<Affine> from = new ArrayList<>(to);
    for (int k = 0; k < order.size(); k++) {
      from.set(order.get(k), to.get(k));
    }
    return Definition.pointwise(axes, to, Axes.read(0, from));
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    if (!y.attributes().has("order")) {
      return new Value[] {g.apply(this, Attributes.NONE, dy)};
    }
    List<Integer> order = order(y.attributes(), y.shape().rank());
    List<Long> back =
        IntStream.range(0, order.size()).mapToObj(k -> (long) order.indexOf(k)).toList();
    return new Value[] {g.apply(this, Attributes.of("order", back), dy)};
  }

  @Override
  public OverSteps overSteps(Attributes attributes, List<Type> operands, List<Boolean> varies) {
    if (!attributes.has("order")) {
      return new OverSteps(this, attributes);
    }
    List<Long> order = attributes.integers("order");
    List<Long> moved = new ArrayList<>(List.of(0L, 1L));
    order.subList(1, order.size()).forEach(axis -> moved.add(axis + 1));
    return order.get(0) == 0 ? new OverSteps(this, attributes.with("order", moved)) : null;
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return 0;
  }
}
