package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.graph.Type;
import java.util.List;

/** All dims but the batch as one: {@code [B, 16, 5, 5]} to {@code [B, 400]}. */
final class Flatten extends View {
  Flatten() {
    super("flatten", Signature.of("x"));
  }

  @Override
  public Type infer(List<Type> operands, Attributes attributes) {
    Shape x = operands.get(0).shape();
    return resized(x, List.of(x.sizePerExample()));
  }
}
