package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphBuilder;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies a graph value by value into a new one; a pass says what each value becomes. */
final class Rewriter {
  /** What a value becomes, given its operands in the new graph. */
  interface Rule {
    Value rewrite(GraphBuilder g, Value old, List<Value> operands);
  }

  private Rewriter() {}

  /** The rule that changes nothing. */
  static Value copy(GraphBuilder g, Value old, List<Value> operands) {
    return old.op().kind() == OpKind.LEAF
        ? g.leaf((Leaf) old.op(), old.type(), old.attributes(), old.origin())
        : g.apply(old.op(), old.attributes(), operands, old.origin());
  }

  /** The same for rules that look at other values than operands. */
  interface WideRule {
    /**
     * What a value becomes.
     *
     * @param now what the values before have become
     */
    Value rewrite(GraphBuilder g, Value old, List<Value> operands, Map<Value, Value> now);
  }

  static Graph rewrite(Graph graph, Rule rule) {
    return rewrite(graph, (g, old, operands, now) -> rule.rewrite(g, old, operands));
  }

  static Graph rewrite(Graph graph, WideRule rule) {
    GraphBuilder g = new GraphBuilder();
    Map<Value, Value> now = new HashMap<>();
    for (Value old : graph.values()) {
      List<Value> operands = old.operands().stream().map(now::get).toList();
      now.put(old, rule.rewrite(g.at(old.origin()), old, operands, now));
    }
    return new Graph(
        graph.name(),
        g.values(),
        graph.inputs().stream().map(now::get).toList(),
        graph.targets().stream().map(now::get).toList(),
        graph.parameters().stream().map(now::get).toList(),
        graph.results().stream()
            .map(r -> new Graph.Result(r.role(), r.name(), now.get(r.value())))
            .toList(),
        graph.recurrences().stream()
            .map(
                r ->
                    new Graph.Recurrence(
                        r.loop(),
                        now.get(r.carry()),
                        now.get(r.initial()),
                        now.get(r.source()),
                        r.reversed()))
            .toList());
  }
}
