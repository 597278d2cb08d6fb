package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.List;

/**
 * Takes a factor that each channel has out of the sum over a channel, as the gradient of a
 * normalisation has it beside the same sum without the factor.
 *
 * <pre>
 * sum(scale_axis(x, s), axis=all_but_channels)   =>   sum(x, axis=all_but_channels) * s
 * </pre>
 *
 * The result may differ in its last bits from what is written.
 */
public final class FactorSums implements Pass {
  @Override
  public String name() {
    return "factor-sums";
  }

  @Override
  public Graph apply(Graph graph) {
    return Rewriter.rewrite(graph, FactorSums::factor);
  }

  private static Value factor(GraphBuilder g, Value old, List<Value> operands) {
    if (old.op() != Ops.SUM || operands.get(0).op() != Ops.SCALE_AXIS) {
      return Rewriter.copy(g, old, operands);
    }
    Value scaled = operands.get(0);
    Attributes a = old.attributes();
    boolean channel = old.shape().rank() == 1 && !a.bool("keep");
    if (!channel || a.integers("axis").contains(scaled.attributes().integer("axis"))) {
      return Rewriter.copy(g, old, operands);
    }
    Value sum = g.apply(Ops.SUM, a, scaled.operand(0));
    return g.apply(Ops.MULTIPLY, Attributes.NONE, sum, scaled.operand(1));
  }
}
