package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Value;
import java.util.List;

/** The elements {@code from .. from + size - 1} of {@code axis}: {@code x[:, 2:4]}. */
final class Slice extends AxisShift {
  Slice() {
    super("slice", OpKind.BROADCAST, Signature.of("x"));
  }

  @Override
  public boolean callable() {
    return false;
  }

  @Override
  long size(long of, Attributes attributes) {
    return attributes.integer("size");
  }

  @Override
  long from(Attributes attributes) {
    return attributes.integer("from");
  }

  @Override
  public Value[] gradient(GraphBuilder g, Value y, Value dy) {
    Shape x = y.operand(0).shape();
    int axis = axis(y.attributes());
    long before = from(y.attributes());
    Attributes a =
        Attributes.of("axis", List.of((long) axis))
            .with("before", before)
            .with("after", x.size(axis) - before - y.shape().size(axis))
            .with("shape", x);
    return new Value[] {g.apply(Ops.PAD, a, dy)};
  }
}
