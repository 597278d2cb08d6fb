package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds factors and offsets that follow from parameters alone into the weights of the product
 * before them, where a batch normalisation leaves them at inference.
 *
 * <pre>
 * conv(x, w) + a                =>  conv(x, w * s) + (a * s + b)
 *   -> scale_axis(s)
 *   -> bias_add(b)
 * </pre>
 *
 * Sums are taken in another order than written: not for programs that train.
 */
public final class FoldScales implements Pass {
  @Override
  public String name() {
    return "fold-scales";
  }

  @Override
  public Graph apply(Graph graph) {
    Folding folding = new Folding();
    return new DropDead().apply(Rewriter.rewrite(graph, folding::fold));
  }

  private static final class Folding {
    /** Values that follow from parameters alone. */
    private final Set<Value> known = new HashSet<>();

    Value fold(GraphBuilder g, Value old, List<Value> operands) {
      Value now = folded(g, old.op(), old.attributes(), operands);
      now = now == null ? Rewriter.copy(g, old, operands) : now;
      boolean leaf = now.op() == Leaf.PARAMETER || now.op() == Leaf.STATE;
      if (leaf || now.op() == Leaf.CONSTANT || computed(now)) {
        known.add(now);
      }
      return now;
    }

    private boolean computed(Value v) {
      return !v.operands().isEmpty() && known.containsAll(v.operands());
    }

    private Value folded(GraphBuilder g, Op op, Attributes a, List<Value> operands) {
      if (op != Ops.SCALE_AXIS && op != Ops.BIAS_ADD || !known.contains(operands.get(1))) {
        return null;
      }
      Value x = operands.get(0);
      Value v = operands.get(1);
      boolean offset = x.op() == Ops.BIAS_ADD && known.contains(x.operand(1)) && sameAxis(x, a);
      if (op == Ops.BIAS_ADD) {
        return offset ? g.apply(op, a, x.operand(0), know(g, Ops.ADD, x.operand(1), v)) : null;
      }
      if (offset) {
        Value scaled = folded(g, op, a, List.of(x.operand(0), v));
        scaled = scaled == null ? g.apply(op, a, x.operand(0), v) : scaled;
        return g.apply(Ops.BIAS_ADD, a, scaled, know(g, Ops.MULTIPLY, x.operand(1), v));
      }
      boolean channels = a.integer("axis") == 1;
      if (x.op() == Ops.CONVOLUTION2D && channels && known.contains(x.operand(1))) {
        Value weight = g.apply(op, a.with("axis", 0L), x.operand(1), v);
        known.add(weight);
        return g.apply(x.op(), x.attributes(), x.operand(0), weight);
      }
      return null;
    }

    private Value know(GraphBuilder g, Op op, Value left, Value right) {
      Value value = g.apply(op, Attributes.NONE, left, right);
      known.add(value);
      return value;
    }

    private static boolean sameAxis(Value x, Attributes a) {
      return x.attributes().integer("axis") == a.integer("axis");
    }
  }
}
