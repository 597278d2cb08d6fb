package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes values that no result needs. Inputs, targets and parameters stay, they are the interface.
 */
public final class DropDead implements Pass {
  @Override
  public String name() {
    return "drop-dead";
  }

  @Override
  public Graph apply(Graph graph) {
    List<Value> wanted =
        new ArrayList<>(graph.results().stream().map(Graph.Result::value).toList());
    wanted.addAll(graph.inputs());
    wanted.addAll(graph.targets());
    wanted.addAll(graph.parameters());
    Set<Value> needed = graph.needed(wanted);
    return graph.with(
        graph.values().stream().filter(needed::contains).toList(),
        graph.results(),
        graph.recurrences().stream().filter(r -> needed.contains(r.carry())).toList());
  }
}
