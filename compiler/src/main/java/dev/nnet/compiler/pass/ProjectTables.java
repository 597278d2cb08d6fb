package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Attributes;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Ops;
import java.util.List;

/**
 * Multiplies the rows of a small table instead of the rows that were gathered from it: an alphabet
 * has fewer letters than a text.
 *
 * <pre>
 * linear(gather(table, letters), w)    =&gt;   gather(linear(table, w), letters)
 * </pre>
 *
 * Where nothing is trained the new table follows from parameters alone and is made once. The bits
 * of the result are those that are written; the gradient of w sums over letters instead of places.
 */
public final class ProjectTables implements Pass {
  /** Rows of a table, at most: each is multiplied in every training step, occur it or not. */
  private static final long ROWS = 256;

  @Override
  public String name() {
    return "project-tables";
  }

  @Override
  public Graph apply(Graph graph) {
    return Rewriter.rewrite(graph, ProjectTables::project);
  }

  private static Value project(GraphBuilder g, Value old, List<Value> operands) {
    boolean product = old.op() == Ops.LINEAR || old.op() == Ops.MATMUL;
    if (!product || !reads(operands.get(0)) || operands.get(1).shape().rank() != 2) {
      return Rewriter.copy(g, old, operands);
    }
    Value gathered = operands.get(0);
    Value table = g.apply(old.op(), old.attributes(), gathered.operand(0), operands.get(1));
    return g.apply(Ops.GATHER, Attributes.NONE, table, gathered.operand(1));
  }

  /** Whether vectors are rows of a small table, for all steps of a sequence. */
  private static boolean reads(Value vectors) {
    return vectors.op() == Ops.GATHER
        && vectors.operand(0).shape().size(0) <= ROWS
        && vectors.operand(1).shape().rank() > 1;
  }
}
