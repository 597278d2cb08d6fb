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
import java.util.ArrayList;
import java.util.List;

/**
 * The opposite of a reduction, and the gradient of one: repeats each element along the reduced
 * axes, divided by their size if {@code mean}.
 */
final class Spread extends Op {
  Spread() {
    super("spread", OpKind.BROADCAST, Signature.of("x"));
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
    List<Long> spread = attributes.integers("axis");
    List<Affine> from = new ArrayList<>();
    Expr count = Expr.constant(1);
    for (int i = 0; i < axes.size(); i++) {
      if (!spread.contains((long) i)) {
        from.add(Axes.at(axes.get(i)));
        continue;
      }
      count = Expr.multiply(count, new Expr.Size(axes.get(i).extent()));
      if (attributes.bool("keep")) {
        from.add(Affine.ZERO);
      }
    }
    Expr x = Axes.read(0, from);
    Expr element = attributes.bool("mean") ? Expr.divide(x, count) : x;
    return Definition.pointwise(axes, Axes.coordinates(axes), element);
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Attributes a = Attributes.of("axis", y.attributes().integers("axis"));
    Op op = y.attributes().bool("mean") ? Ops.MEAN : Ops.SUM;
    return new Value[] {g.apply(op, a.with("keep", y.attributes().bool("keep")), dy)};
  }
}
