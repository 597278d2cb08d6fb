package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts parts behind each other instead of adding them up among zeros, as the gradient of a split
 * has them.
 *
 * <pre>
 * pad(a, from=0) + pad(b, from=4) + pad(c, from=8)   =&gt;   concat(a, b, c)
 * </pre>
 *
 * The sign of zeros may differ from what is written.
 */
public final class JoinPads implements Pass {
  @Override
  public String name() {
    return "join-pads";
  }

  @Override
  public Graph apply(Graph graph) {
    return Rewriter.rewrite(graph, JoinPads::join);
  }

  private static Value join(GraphBuilder g, Value old, List<Value> operands) {
    List<Value> pads = new ArrayList<>();
    if (old.op() != Ops.ADD || !operands.stream().allMatch(o -> collect(o, pads))) {
      return Rewriter.copy(g, old, operands);
    }
    pads.sort(Comparator.comparingLong(JoinPads::from));
    long end = 0;
    long axis = axis(pads.get(0));
    for (Value pad : pads) {
      boolean next = axis(pad) == axis && from(pad) == end;
      end = next ? end + pad.operand(0).shape().size((int) axis) : Long.MIN_VALUE;
    }
    if (end != old.shape().size((int) axis)) {
      return Rewriter.copy(g, old, operands);
    }
    List<Value> parts = pads.stream().map(p -> p.operand(0)).toList();
    return g.apply(Ops.CONCAT, Attributes.of("axis", List.of(axis)), parts, old.origin());
  }

  private static long from(Value pad) {
    return pad.attributes().integer("before");
  }

  private static long axis(Value pad) {
    return pad.attributes().integers("axis").get(0);
  }

  /** Whether a value is a sum of nothing but padded parts. */
  private static boolean collect(Value v, List<Value> pads) {
    if (v.op() == Ops.ADD) {
      return v.operands().stream().allMatch(o -> collect(o, pads));
    }
    pads.add(v);
    return v.op() == Ops.PAD;
  }
}
