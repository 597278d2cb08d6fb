package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.List;

/**
 * Removes arithmetic that changes nothing: multiplication and division by 1, views that keep the
 * shape, copies whose only purpose was differentiation, double negation, and matrices that are
 * transposed before a product.
 *
 * <pre>
 * t = x * 1              t = x
 * v = reshape(x)    =>   v = x       // where the shape is x's own
 * s = stop_gradient(x)   s = x
 * p = h @ transpose(w)   p = linear(h, w)
 * </pre>
 *
 * Only identities that hold for every float, NaN and -0 included, are used: {@code x + 0} is not
 * one.
 */
public final class Simplify implements Pass {
  @Override
  public String name() {
    return "simplify";
  }

  @Override
  public Graph apply(Graph graph) {
    return Rewriter.rewrite(graph, Simplify::simplify);
  }

  private static Value simplify(GraphBuilder g, Value old, List<Value> operands) {
    Op op = old.op();
    if (op.kind() != OpKind.LEAF && !operands.isEmpty()) {
      Value x = operands.get(0);
      boolean keepsShape = x.type().equals(old.type());
      if (keepsShape && (op.kind() == OpKind.VIEW || op == Ops.STOP_GRADIENT)) {
        return x;
      }
      if (keepsShape && (op == Ops.MULTIPLY || op == Ops.DIVIDE) && isOne(operands.get(1))) {
        return x;
      }
      if (op == Ops.MULTIPLY && isOne(x) && operands.get(1).type().equals(old.type())) {
        return operands.get(1);
      }
      if (op == Ops.MATMUL && transposed(operands.get(1))) {
        return g.apply(Ops.LINEAR, Attributes.NONE, x, operands.get(1).operand(0));
      }
      if (op == Ops.NEGATE && x.op() == Ops.NEGATE) {
        return x.operand(0);
      }
    }
    return Rewriter.copy(g, old, operands);
  }

  private static boolean transposed(Value matrix) {
    boolean swapped = matrix.op() == Ops.TRANSPOSE && !matrix.attributes().has("order");
    return swapped && matrix.shape().rank() == 2;
  }

  private static boolean isOne(Value value) {
    return value.op() == Leaf.CONSTANT && value.attributes().number("value") == 1;
  }
}
