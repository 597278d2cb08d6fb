package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import java.util.ArrayList;
import java.util.List;

/**
 * The same elements in the same order under another shape. As a definition it is a copy that only
 * joins neighbouring dimensions or only splits them; memory planning makes it no copy at all where
 * the layouts allow.
 */
abstract class View extends Op {
  View(String name, Signature signature) {
    super(name, OpKind.VIEW, signature);
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    Shape from = operands.get(0).shape();
    Shape to = result.shape();
    boolean split = to.rank() >= from.rank();
    List<Axis> axes = Axes.of(split ? to : from);
    List<Affine> fine = Axes.coordinates(axes);
    List<Affine> coarse = join(split ? to : from, split ? from : to, fine);
    return split
        ? Definition.pointwise(axes, fine, Axes.read(0, coarse))
        : Definition.pointwise(axes, coarse, Axes.read(0, fine));
  }

  /**
   * Coordinates in {@code coarse}, each of whose dims is a product of neighbouring dims of {@code
   * fine}.
   */
  private static List<Affine> join(Shape fine, Shape coarse, List<Affine> at) {
    List<Affine> joined = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < coarse.rank(); i++) {
      if (!coarse.dim(i).known()) {
        joined.add(at.get(next++));
        continue;
      }
      Affine place = Affine.ZERO;
      long size = 1;
      boolean last = i == coarse.rank() - 1;
      while (next < fine.rank() && (size < coarse.size(i) || (last && fine.size(next) == 1))) {
        size *= fine.size(next);
        place = place.times(fine.size(next)).plus(at.get(next));
        next++;
      }
      if (size != coarse.size(i)) {
        throw new IllegalStateException(coarse + " does not join dims of " + fine);
      }
      joined.add(place);
    }
    return joined;
  }

  /** A value of the same elements with the shape of {@code like}. */
  static Value back(GraphBuilder g, Value value, Shape like) {
    List<Long> sizes = like.dims().stream().filter(Dim::known).map(Dim::size).toList();
    return like.equals(value.shape())
        ? value
        : g.apply(Ops.RESHAPE, Attributes.of("shape", sizes).with("like", like), value);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[] {back(g, dy, y.operand(0).shape())};
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return 0;
  }

  /** The batch, if {@code shape} has one, then {@code sizes}. */
  static Type resized(Shape shape, List<Long> sizes) {
    List<Dim> dims = new ArrayList<>();
    if (shape.batched()) {
      dims.add(Dim.BATCH);
    }
    sizes.forEach(s -> dims.add(Dim.of(s)));
    return Type.f32(new Shape(dims));
  }
}
