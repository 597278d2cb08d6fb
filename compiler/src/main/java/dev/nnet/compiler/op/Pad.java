package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.ShapeError;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Signature.Kind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.util.List;

/** x along {@code axis} with so many zeros before it and after it. */
final class Pad extends AxisShift {
  Pad() {
    super(
        "pad",
        OpKind.MOVE,
        Signature.of("x")
            .with("axis", Kind.AXES)
            .with("before", Kind.INT, 0L)
            .with("after", Kind.INT, 0L));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    boolean one = attributes.integers("axis").size() == 1;
    boolean known = one && operands.get(0).shape().dim(axis(attributes)).known();
    if (!known || attributes.integer("before") < 0 || attributes.integer("after") < 0) {
      throw new ShapeError(
          "NN212",
          "pad adds zeros along one axis that is not the batch, none or some",
          "pad(.., axis=1, before=2)");
    }
    return super.infer(operands, attributes);
  }

  @Override
  long size(long of, Attributes attributes) {
    return of + attributes.integer("before") + attributes.integer("after");
  }

  @Override
  long from(Attributes attributes) {
    return -attributes.integer("before");
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    long axis = axis(y.attributes());
    Attributes a =
        Attributes.of("axis", axis)
            .with("from", y.attributes().integer("before"))
            .with("size", y.operand(0).shape().size((int) axis));
    return new Value[] {g.apply(Ops.SLICE, a, dy)};
  }

  @Override
  public long flops(List<Type> operands, Type result, Attributes attributes) {
    return 0;
  }
}
