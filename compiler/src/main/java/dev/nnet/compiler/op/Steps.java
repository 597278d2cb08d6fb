package dev.nnet.compiler.op;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Value;

/** What the steps of sequences need of each other, recurrences apart. */
public final class Steps {
  private Steps() {}

  /** Whether a step of a value needs no step of others but the same. */
  public static boolean alone(Value v) {
    boolean reads = v.operands().stream().anyMatch(o -> o.shape().ragged());
    boolean moved = v.op().kind() == OpKind.MOVE || v.op() == Ops.SLICE;
    if (moved && reads) {
      return v.attributes().integers("axis").get(0) != 1 && count(v.shape()) == 1;
    }
    return !reads || count(v.shape()) == 1;
  }

  private static long count(Shape shape) {
    return shape.dims().stream().filter(Dim::ragged).count();
  }

  /** Whether a value is the sum over nothing but the last step. */
  public static boolean last(Value v) {
    return v.op() == Ops.SUM && v.operand(0).op() == Ops.WHERE && isFinal(v.operand(0).operand(0));
  }

  private static boolean isFinal(Value v) {
    return v.op() == Ops.FINAL || v.op().kind() == OpKind.VIEW && isFinal(v.operand(0));
  }
}
