package dev.nnet.compiler.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what every pass relies on: values come after their operands, have the type that their op
 * infers and a place in the text, and everything the graph names is one of its values. What it
 * finds is a bug of the compiler, never of a user's text.
 */
public final class GraphVerifier {
  private final Graph graph;
  private final String after;
  private final Set<Value> known = new HashSet<>();

  private GraphVerifier(Graph graph, String after) {
    this.graph = graph;
    this.after = after;
  }

  /**
   * Returns the graph if it is sound.
   *
   * @param after the pass that made it, for the message
   * @throws IllegalStateException if it is not; the message names the pass and the value
   */
  public static Graph verify(Graph graph, String after) {
    new GraphVerifier(graph, after).verify();
    return graph;
  }

  private void verify() {
    for (Value v : graph.values()) {
      for (Value operand : v.operands()) {
        require(known.contains(operand), v, "comes before its operand " + operand);
      }
      require(v.origin() != null && v.origin().span() != null, v, "has no place in the text");
      if (!(v.op() instanceof Leaf)) {
        Type inferred = v.op().infer(v.operandTypes(), v.attributes());
        require(inferred.equals(v.type()), v, "is " + v.type() + ", inferred " + inferred);
      }
      require(known.add(v), v, "is there twice");
    }
    contains("input", graph.inputs());
    contains("target", graph.targets());
    contains("parameter", graph.parameters());
    contains("result", graph.results().stream().map(Graph.Result::value).toList());
    for (Graph.Recurrence r : graph.recurrences()) {
      contains("source of a recurrence", List.of(r.carry(), r.source()));
      contains("initial state", r.initial() == null ? List.of() : List.of(r.initial()));
      boolean same = r.carry().type().equals(r.source().type());
      require(same, r.carry(), "is " + r.carry().type() + ", carried is " + r.source().type());
    }
  }

  private void contains(String what, List<Value> values) {
    for (Value v : values) {
      require(known.contains(v), v, "is a " + what + " but not in the graph");
    }
  }

  private void require(boolean holds, Value v, String message) {
    if (!holds) {
      throw new IllegalStateException(
          graph.name() + " after " + after + ": " + v + " (" + v.op() + ") " + message);
    }
  }
}
