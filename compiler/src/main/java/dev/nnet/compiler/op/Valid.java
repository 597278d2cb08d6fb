package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import java.util.List;

/**
 * Which steps of a sequence an example has, from its length: 1 for these and 0 for padding, or 1
 * for its last step alone; attribute {@code shape}. It has no gradient.
 */
final class Valid extends Op {
  private final boolean last;

  Valid(String name, boolean last) {
    super(name, OpKind.BROADCAST, Signature.of("length"));
    this.last = last;
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    return Type.f32(attributes.shape("shape"));
  }

  @Override
  public Definition define(List<Type> operands, Type result, Attributes attributes) {
    List<Axis> axes = Axes.of(result.shape());
    List<Affine> at = Axes.coordinates(axes);
    Expr length = Axes.read(0, at.get(0));
    Expr here = new Expr.Index(last ? at.get(1).plus(1) : at.get(1));
    Expr valid = last ? Expr.equal(here, length) : Expr.less(here, length);
    return Definition.pointwise(axes, at, valid);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    return new Value[1];
  }
}
