package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.op.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One step of a network over a sequence: sequences have one step, and what is carried comes in and
 * goes out.
 *
 * <pre>
 * h[t] = y[t - 1]               h: an input
 * y = step(x, h)          =&gt;    y = step(x, h)
 *                               next h = y
 * </pre>
 *
 * Only for networks whose every step depends on none that follows: {@link #obstacle} says which
 * part reads ahead.
 */
public final class OneStep implements Pass {
  @Override
  public String name() {
    return "one-step";
  }

  /** What keeps its outputs from being computed step by step, as a phrase; null if nothing does. */
  public static String obstacle(Graph graph) {
    List<Value> lengths = graph.inputs().stream().filter(v -> v.op() == Leaf.LENGTH).toList();
    if (lengths.size() != 1 || graph.recurrences().isEmpty()) {
      return "it does not run over one sequence";
    }
    Set<Value> needed =
        graph.needed(graph.results(Graph.Role.OUTPUT).stream().map(Graph.Result::value).toList());
    for (Recurrence r : graph.recurrences()) {
      if (!needed.contains(r.carry())) {
        continue;
      }
      if (r.reversed()) {
        return "what runs backwards at " + place(r.carry()) + " reads ahead";
      }
      if (r.initial() != null) {
        return "the state at " + place(r.carry()) + " begins with a value";
      }
    }
    for (Value v : graph.values()) {
      if (needed.contains(v) && !Steps.alone(v) && !Steps.last(v)) {
        return v.op() + " at " + place(v) + " needs all steps";
      }
    }
    return null;
  }

  private static String place(Value v) {
    return v.origin().span().place();
  }

  @Override
  public Graph apply(Graph graph) {
    Graph one = Rewriter.rewrite(graph, new Resized(d -> d.ragged() ? Dim.of(1) : d));
    List<Value> inputs = new ArrayList<>(one.inputs());
    List<Graph.Result> results = new ArrayList<>(one.results());
    for (Recurrence r : one.recurrences()) {
      inputs.add(r.carry());
      String name = r.carry().attributes().word("name");
      results.add(new Graph.Result(Graph.Role.NEXT, name + "'", r.source()));
    }
    return new Graph(
        one.name(), one.values(), inputs, one.targets(), one.parameters(), results, List.of());
  }
}
