package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.List;
import java.util.Map;

/**
 * Takes out of a loop the part of a product that does not need the step before.
 *
 * <pre>
 * y = linear(concat(x, h), w)    =&gt;   y = linear(x, w[:, :d]) + linear(h, w[:, d:])
 * </pre>
 *
 * where h is carried and x is not: the first product is then made for all steps at once. Sums are
 * taken in another order than written.
 */
public final class SplitProducts implements Pass {
  @Override
  public String name() {
    return "split-products";
  }

  @Override
  public Graph apply(Graph graph) {
    Map<Value, Long> loops = graph.loops();
    return Rewriter.rewrite(graph, (g, old, operands) -> split(g, old, operands, loops));
  }

  private static Value split(
      GraphBuilder g, Value old, List<Value> operands, Map<Value, Long> loops) {
    boolean product = old.op() == Ops.LINEAR || old.op() == Ops.MATMUL;
    Value joined = product ? old.operand(0) : null;
    if (!product
        || joined.op() != Ops.CONCAT
        || !loops.containsKey(old)
        || operands.get(1).shape().rank() != 2
        || joined.attributes().integers("axis").get(0) != joined.shape().rank() - 1
        || joined.operands().stream().allMatch(loops::containsKey)) {
      return Rewriter.copy(g, old, operands);
    }
    long axis = old.op() == Ops.LINEAR ? 1 : 0;
    Value sum = null;
    long from = 0;
    for (Value part : operands.get(0).operands()) {
      long size = part.shape().size(part.shape().rank() - 1);
      Attributes a = Attributes.of("axis", axis).with("from", from).with("size", size);
      Value weight = g.apply(Ops.SLICE, a, operands.get(1));
      Value y = g.apply(old.op(), old.attributes(), part, weight);
      sum = sum == null ? y : g.apply(Ops.ADD, Attributes.NONE, sum, y);
      from += size;
    }
    return sum;
  }
}
